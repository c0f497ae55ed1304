namespace LlmProxy.Core.Sse;

/// <summary>One server-sent event, as the HTML standard's event stream interpretation yields it.</summary>
/// <remarks>The spans are valid until the reader is asked for the next frame.</remarks>
public readonly ref struct SseFrame
{
    /// <summary>The bytes of the frame as they came, its blank line included.</summary>
    public ReadOnlySpan<byte> Raw { get; init; }

    /// <summary>The event's name; empty stands for <c>message</c>.</summary>
    public ReadOnlySpan<byte> Event { get; init; }

    /// <summary>The data, its lines joined with LF.</summary>
    public ReadOnlySpan<byte> Data { get; init; }

    /// <summary>Whether there was a <c>data</c> field at all; comments, ids and empty frames have none and are not events.</summary>
    public bool HasData { get; init; }

    /// <summary>Whether this is no frame but the LF of the CRLF that ended the one before, whose CR came in an earlier chunk.</summary>
    public bool IsRestOfLineEnd => Raw is [(byte)'\n'];

    /// <summary>Where <see cref="Data"/> begins inside <see cref="Raw"/>, or -1 if there is none or it was joined from several lines.</summary>
    public int DataOffset { get; init; }
}
