using System.Buffers;
using System.Text;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>The body that is being written.</summary>
/// <param name="output">Takes it.</param>
/// <param name="rendering">What is put around the request.</param>
internal ref struct PromptDraft(IBufferWriter<byte> output, in PromptRendering rendering)
{
    private bool _hasMembers;
    private long _length;

    /// <summary>What is put around the request.</summary>
    public PromptRendering Rendering { get; } = rendering;

    /// <summary>The template's messages.</summary>
    public readonly PromptPieceMessage[] Messages => Rendering.Template!.Pieces.Messages;

    /// <summary>Before which of them the caller's come.</summary>
    public readonly int HistoryAt => Rendering.Template!.HistoryAt;

    /// <summary>What becomes of the caller's own system messages.</summary>
    public readonly CallerSystem CallerSystem => Rendering.Template!.CallerSystem;

    /// <summary>Writes bytes as they are.</summary>
    /// <exception cref="Errors.LlmException">413: the request has become longer than it may.</exception>
    public void Raw(scoped ReadOnlySpan<byte> bytes)
    {
        Count(bytes.Length);
        output.Write(bytes);
    }

    /// <summary>Writes a text as UTF-8, as it is.</summary>
    public void Raw(string json)
    {
        Count(json.Length);
        var room = output.GetSpan(Encoding.UTF8.GetMaxByteCount(json.Length));
        output.Advance(Encoding.UTF8.GetBytes(json, room));
    }

    /// <summary>Begins a member of the body.</summary>
    public void Name(scoped ReadOnlySpan<byte> name)
    {
        Raw(_hasMembers ? ",\""u8 : "\""u8);
        Raw(name);
        Raw("\":"u8);
        _hasMembers = true;
    }

    /// <summary>Writes a whole member.</summary>
    public void Member(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        Name(name);
        Raw(value);
    }

    /// <summary>Writes the text of a message as the inside of a string. Here values come in: bytes of a string, never more.</summary>
    public void Text(PromptPieceMessage message)
    {
        foreach (var piece in message.Pieces)
            Raw(piece.Variable < 0 ? piece.Text : Rendering.Values[piece.Variable]);
    }

    /// <summary>Writes a message with a role.</summary>
    public void Message(PromptPieceMessage message, ref bool isFirst)
    {
        Raw(isFirst ? "{\"role\":\""u8 : ",{\"role\":\""u8);
        Raw(message.Role switch
        {
            PromptRole.System => "system"u8,
            PromptRole.Developer => "developer"u8,
            PromptRole.User => "user"u8,
            PromptRole.Assistant => "assistant"u8,
            _ => throw new System.Diagnostics.UnreachableException($"Role {message.Role} has no name."),
        });
        Raw("\",\"content\":\""u8);
        Text(message);
        Raw("\"}"u8);
        isFirst = false;
    }

    /// <summary>Writes the schema's own JSON, behind its name where the protocol wants one.</summary>
    public void Schema(bool isNamed)
    {
        if (isNamed)
        {
            Raw("\"name\":\""u8);
            Raw(Rendering.Template is { } template ? template.Pieces.SchemaName : "answer"u8);
            Raw("\","u8);
        }

        Raw("\"schema\":"u8);
        Raw(Rendering.Settings.ResponseSchema!);
    }

    private void Count(int bytes)
    {
        _length += bytes;
        if (_length > Rendering.MaxBytes)
            throw PromptFaults.TooLarge(Rendering.MaxBytes);
    }
}
