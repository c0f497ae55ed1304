using System.Buffers.Text;
using System.Text;

namespace LlmProxy.Load.Http;

/// <summary>What the client needs of an HTTP/1.1 response head.</summary>
/// <param name="Status">The status code.</param>
/// <param name="ContentLength">Bytes of the body; null: the body is chunked.</param>
/// <param name="KeepAlive">Whether another request may follow on the connection.</param>
internal readonly record struct ResponseHead(int Status, long? ContentLength, bool KeepAlive)
{
    /// <summary>Reads a whole head from the start of <paramref name="input"/>; false if more bytes are needed.</summary>
    /// <param name="input">What was received so far.</param>
    /// <param name="head">The head, if it is complete.</param>
    /// <param name="consumed">Bytes of the head, its empty line included.</param>
    /// <exception cref="InvalidDataException">It is no HTTP/1.1 response, or the body has no framing.</exception>
    public static bool TryParse(ReadOnlySpan<byte> input, out ResponseHead head, out int consumed)
    {
        head = default;
        consumed = input.IndexOf("\r\n\r\n"u8) + 4;
        if (consumed < 4)
            return false;

        var rest = input[..(consumed - 2)];
        var line = NextLine(ref rest);
        if (!line.StartsWith("HTTP/1.1 "u8) || !Utf8Parser.TryParse(line[9..], out int status, out _))
            throw new InvalidDataException("The answer does not begin as an HTTP/1.1 response does.");

        long? length = null;
        var chunked = false;
        var keepAlive = true;
        while (!rest.IsEmpty)
        {
            line = NextLine(ref rest);
            if (TryValue(line, "content-length"u8, out var value) && Utf8Parser.TryParse(value, out long parsed, out _))
                length = parsed;
            else if (TryValue(line, "transfer-encoding"u8, out value))
                chunked = value.IndexOf("chunked"u8) >= 0;
            else if (TryValue(line, "connection"u8, out value))
                keepAlive = value.IndexOf("close"u8) < 0;
        }

        if (length is null && !chunked)
            throw new InvalidDataException($"The answer with status {status} has neither Content-Length nor chunks.");

        head = new ResponseHead(status, chunked ? null : length, keepAlive);
        return true;
    }

    private static ReadOnlySpan<byte> NextLine(ref ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf("\r\n"u8);
        var line = rest[..end];
        rest = rest[(end + 2)..];
        return line;
    }

    private static bool TryValue(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (line.Length <= name.Length || line[name.Length] != (byte)':')
            return false;
        if (!Ascii.EqualsIgnoreCase(line[..name.Length], name))
            return false;

        value = line[(name.Length + 1)..].TrimStart((byte)' ');
        return true;
    }
}
