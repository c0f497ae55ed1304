using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Finds runs of base64 and hexadecimal digits that are text when decoded.</summary>
internal static class EncodedRuns
{
    // Shorter runs are words, identifiers or hashes as a rule.
    private const int ShortestBase64 = 24;
    private const int ShortestHex = 32;

    // Of a hundred decoded bytes, how many must be letters, spaces or bytes of other scripts.
    private const int LeastReadable = 90;

    private static readonly SearchValues<byte> Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <summary>Decodes the next run that is text.</summary>
    /// <param name="utf8">The text, not folded: base64 knows upper and lower case.</param>
    /// <param name="position">Where to look from; set behind the run.</param>
    /// <param name="output">Room for as many bytes as <paramref name="utf8"/> has left.</param>
    /// <returns>How many bytes were decoded; 0 when there is no further run.</returns>
    public static int DecodeNext(ReadOnlySpan<byte> utf8, ref int position, Span<byte> output)
    {
        while (NextRun(utf8, position) is { Length: > 0 } found)
        {
            var run = utf8.Slice(found.Start, found.Length);
            position = found.Start + found.Length;
            var decoded = found.Length >= ShortestHex && IsHex(run) ? DecodeHex(run, output) : DecodeBase64(run, output);
            if (decoded > 0 && IsText(output[..decoded]))
                return decoded;
        }

        return 0;
    }

    /// <summary>The next run of <see cref="ShortestBase64"/> digits at least; it has no length where there is none.</summary>
    /// <remarks>
    /// Looks from behind, where such a run would have its last digit at the earliest: what is no digit there rules out all places
    /// before it, so that few bytes of a plain text are looked at.
    /// </remarks>
    private static (int Start, int Length) NextRun(ReadOnlySpan<byte> text, int start)
    {
        while (start + ShortestBase64 <= text.Length)
        {
            var other = text.Slice(start, ShortestBase64).LastIndexOfAnyExcept(Digits);
            if (other < 0)
            {
                var end = text[start..].IndexOfAnyExcept(Digits);
                return (start, end < 0 ? text.Length - start : end);
            }

            start += other + 1;
        }

        return default;
    }

    private static bool IsHex(ReadOnlySpan<byte> run)
    {
        foreach (var digit in run)
        {
            if (!char.IsAsciiHexDigit((char)digit))
                return false;
        }

        return true;
    }

    private static int DecodeHex(ReadOnlySpan<byte> run, Span<byte> output)
    {
        Convert.FromHexString(run[..(run.Length & ~1)], output, out _, out var written);
        return written;
    }

    private static int DecodeBase64(ReadOnlySpan<byte> run, Span<byte> output)
    {
        // What is left over of a run that was cut, or whose padding is missing, is not decoded.
        Base64.DecodeFromUtf8(run[..(run.Length & ~3)], output, out _, out var written);
        return written;
    }

    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        var readable = 0;
        foreach (var value in bytes)
        {
            if (value >= 0x80 || value is (byte)' ' or (byte)'.' or (byte)',' or (byte)'\n' || char.IsAsciiLetter((char)value))
                readable++;
        }

        return readable * 100 >= bytes.Length * LeastReadable && Utf8.IsValid(bytes[..Complete(bytes)]);
    }

    // Without a last character that was cut.
    private static int Complete(ReadOnlySpan<byte> bytes)
    {
        var end = bytes.Length;
        for (var back = 1; back <= Math.Min(3, bytes.Length); back++)
        {
            if (bytes[^back] >= 0xC0)
                end = bytes.Length - back;
        }

        return end;
    }
}
