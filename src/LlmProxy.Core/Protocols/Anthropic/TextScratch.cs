using LlmProxy.Core.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Resolves a string's escapes into a buffer that is used again for the next frame.</summary>
/// <remarks>Grows to the longest escaped string seen, which the reader of frames has already bounded.</remarks>
internal struct TextScratch
{
    private byte[]? _buffer;

    /// <summary>The text of <paramref name="token"/>: the frame's own bytes where nothing is escaped.</summary>
    /// <returns>Valid until the next call.</returns>
    public ReadOnlySpan<byte> Text(ReadOnlySpan<byte> data, JsonToken token)
    {
        var raw = token.RawText(data);
        if (!token.IsEscaped) return raw;
        if (_buffer is null || _buffer.Length < raw.Length) _buffer = new byte[Math.Max(1024, raw.Length)];
        return _buffer.AsSpan(0, JsonText.Unescape(raw, _buffer));
    }
}
