using System.Text;
using LlmProxy.Core.Buffers;
using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>A template as it is written: its texts as the inside of JSON strings, escaped once.</summary>
internal sealed class PromptPieces
{
    /// <summary>Of a message beside its text: role, quotes and braces.</summary>
    private const int PerMessage = 40;

    /// <summary>Escapes the texts of <paramref name="template"/>.</summary>
    public PromptPieces(PromptTemplate template)
    {
        Messages = [.. template.Messages.Select(Message)];
        Names = [.. template.Variables.Select(variable => Encoding.UTF8.GetBytes(variable.Name))];
        Defaults = [.. template.Variables.Select(variable => variable.Default is { } text ? Inside(text) : null)];
        foreach (var piece in Messages.SelectMany(message => message.Pieces))
            Bytes += piece.Text.Length;
        Bytes += Messages.Length * PerMessage;
        SchemaName = NameOfSchema(template.Id.Name);
        Name = template.Id.ToString();
    }

    /// <summary>The version as <c>name@version</c>.</summary>
    public string Name { get; }

    /// <summary>The messages.</summary>
    public PromptPieceMessage[] Messages { get; }

    /// <summary>The variables' names.</summary>
    public byte[][] Names { get; }

    /// <summary>The variables' defaults as the inside of JSON strings; <c>null</c>: there is none.</summary>
    public byte[]?[] Defaults { get; }

    /// <summary>How long the messages are without values of variables.</summary>
    public int Bytes { get; }

    /// <summary>What a response's schema is called: OpenAI takes letters, digits, <c>_</c> and <c>-</c>.</summary>
    public byte[] SchemaName { get; }

    /// <summary>A text as it stands inside of a JSON string.</summary>
    public static byte[] Inside(string text)
    {
        using var bytes = new PooledBuffer();
        JsonStringWriter.WriteInside(bytes, Encoding.UTF8.GetBytes(text));
        return bytes.WrittenSpan.ToArray();
    }

    private static byte[] NameOfSchema(string name) => Encoding.ASCII.GetBytes(name.Replace('.', '_'));

    private static PromptPieceMessage Message(PromptMessage message) =>
        new(message.Role, [.. message.Segments.Select(segment => new PromptPiece(Inside(segment.Text), segment.Variable))]);
}
