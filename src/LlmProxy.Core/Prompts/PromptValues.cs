namespace LlmProxy.Core.Prompts;

/// <summary>The values of a template's variables for one request. They may be bytes of its body, and hold as long as that does.</summary>
public sealed class PromptValues
{
    private readonly ReadOnlyMemory<byte>[] _inside;

    internal PromptValues(ReadOnlyMemory<byte>[] inside) => _inside = inside;

    /// <summary>Of a template without variables.</summary>
    public static PromptValues None { get; } = new([]);

    /// <summary>A value as the inside of a JSON string: whatever it says, it is a text of the message that it stands in, and nothing else.</summary>
    internal ReadOnlySpan<byte> this[int variable] => _inside[variable].Span;

    /// <summary>How long the messages of a template become with these values, in bytes of JSON; no fewer than its tokens are.</summary>
    public long LengthIn(PromptTemplate template)
    {
        ArgumentNullException.ThrowIfNull(template);
        long length = template.Pieces.Bytes;
        foreach (var message in template.Pieces.Messages)
        {
            foreach (var piece in message.Pieces)
                length += piece.Variable < 0 ? 0 : _inside[piece.Variable].Length;
        }

        return length;
    }
}
