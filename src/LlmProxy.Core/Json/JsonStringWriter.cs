using System.Buffers;
using System.Text.Encodings.Web;

namespace LlmProxy.Core.Json;

/// <summary>Writes text as a JSON string.</summary>
public static class JsonStringWriter
{
    private const int SmallestRoom = 32;

    /// <summary>Writes <paramref name="utf8"/> in quotes, escaping only what JSON demands.</summary>
    /// <remarks>Bytes that are no UTF-8 become U+FFFD, since a reader would refuse the whole document for them.</remarks>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write("\""u8);
        WriteInside(output, utf8);
        output.Write("\""u8);
    }

    /// <summary>Writes <paramref name="utf8"/> as it stands inside of a string, without quotes.</summary>
    /// <inheritdoc cref="Write" path="/remarks"/>
    public static void WriteInside(IBufferWriter<byte> output, ReadOnlySpan<byte> utf8)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (!utf8.IsEmpty)
        {
            var room = output.GetSpan(Math.Max(utf8.Length, SmallestRoom));
            JavaScriptEncoder.UnsafeRelaxedJsonEscaping.EncodeUtf8(utf8, room, out var taken, out var written);
            output.Advance(written);
            utf8 = utf8[taken..];
        }
    }
}
