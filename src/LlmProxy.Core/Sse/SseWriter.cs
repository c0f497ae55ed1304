using System.Buffers;

namespace LlmProxy.Core.Sse;

/// <summary>Writes server-sent events, lines ended with LF.</summary>
public static class SseWriter
{
    /// <summary>Writes an event without a name; data of several lines becomes several <c>data</c> fields.</summary>
    public static void WriteData(IBufferWriter<byte> output, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(output);
        WriteLines(output, "data: "u8, data);
        output.Write("\n"u8);
    }

    /// <summary>Writes an event called <paramref name="name"/>; an empty name leaves the field out.</summary>
    /// <exception cref="ArgumentException">The name has a line end, which would forge fields.</exception>
    public static void WriteEvent(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        ArgumentNullException.ThrowIfNull(output);
        if (name.ContainsAny("\r\n"u8))
        {
            throw new ArgumentException("An event's name cannot have a line end.", nameof(name));
        }

        if (!name.IsEmpty)
        {
            output.Write("event: "u8);
            output.Write(name);
            output.Write("\n"u8);
        }

        WriteData(output, data);
    }

    /// <summary>Writes a comment, which clients ignore, with the blank line that makes them look at it at once.</summary>
    public static void WriteComment(IBufferWriter<byte> output, ReadOnlySpan<byte> text)
    {
        ArgumentNullException.ThrowIfNull(output);
        WriteLines(output, ": "u8, text);
        output.Write("\n"u8);
    }

    private static void WriteLines(IBufferWriter<byte> output, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text)
    {
        while (true)
        {
            var length = text.IndexOfAny((byte)'\n', (byte)'\r');
            output.Write(prefix);
            output.Write(length < 0 ? text : text[..length]);
            output.Write("\n"u8);
            if (length < 0)
            {
                return;
            }

            var isCrLf = text[length] == '\r' && length + 1 < text.Length && text[length + 1] == '\n';
            text = text[(length + (isCrLf ? 2 : 1))..];
        }
    }
}
