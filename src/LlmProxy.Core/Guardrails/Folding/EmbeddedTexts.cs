using System.Buffers;
using System.Buffers.Text;
using System.Text.Unicode;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Finds runs of base64 (both alphabets) and of hexadecimal digits in a whole text, and decodes those that are text.</summary>
/// <remarks>
/// What is decoded can be searched as any text; a finding then covers the run. Bounded: runs of
/// <see cref="MinRun"/> characters at least, <see cref="MaxBytes"/> decoded at most in all, <see cref="MaxDepth"/> levels.
/// What lies beyond a bound is not decoded.
/// </remarks>
public static class EmbeddedTexts
{
    /// <summary>The shortest run that is looked at: 16 characters, 12 bytes of base64.</summary>
    public const int MinRun = 16;

    /// <summary>The most bytes that are decoded for one text, over all runs and levels: 256 KiB.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>How often a text may be wrapped: 2.</summary>
    public const int MaxDepth = 2;

    private static readonly SearchValues<byte> Digits =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/-_"u8);

    private static readonly SearchValues<byte> HexDigits = SearchValues.Create("0123456789ABCDEFabcdef"u8);

    /// <summary>Finds the texts, from the beginning on; one inside another follows it, with the place of the outer run.</summary>
    public static IReadOnlyList<EmbeddedText> Find(ReadOnlySpan<byte> text)
    {
        List<EmbeddedText> found = [];
        var left = MaxBytes;
        Find(text, null, 1, ref left, found);
        return found;
    }

    private static void Find(ReadOnlySpan<byte> text, EmbeddedText? outer, int depth, ref int left, List<EmbeddedText> found)
    {
        var at = 0;
        while (at + MinRun <= text.Length)
        {
            var skip = text[at..].IndexOfAny(Digits);
            if (skip < 0)
                return;
            at += skip;
            var length = text[at..].IndexOfAnyExcept(Digits);
            length = length < 0 ? text.Length - at : length;
            if (length >= MinRun && Decode(text.Slice(at, length), ref left) is { } decoded)
            {
                var one = new EmbeddedText(outer?.Start ?? at, outer?.Length ?? length, decoded, depth);
                found.Add(one);
                if (depth < MaxDepth)
                    Find(decoded, one, depth + 1, ref left, found);
            }

            at += length;
        }
    }

    private static byte[]? Decode(ReadOnlySpan<byte> run, ref int left)
    {
        // Not even the smaller reading fits any more.
        if (run.Length / 2 > left)
            return null;
        var decoded = !run.ContainsAnyExcept(HexDigits) && run.Length % 2 == 0 ? Convert.FromHexString(run) : FromBase64(run);
        if (decoded is null || decoded.Length > left)
            return null;
        left -= decoded.Length;
        return IsText(decoded) ? decoded : null;
    }

    private static byte[]? FromBase64(ReadOnlySpan<byte> run)
    {
        var digits = run.ToArray();
        digits.AsSpan().Replace((byte)'+', (byte)'-');
        digits.AsSpan().Replace((byte)'/', (byte)'_');

        // One digit over cannot be: what was cut off, or stands beside it by chance, is left out.
        var whole = digits.Length % 4 == 1 ? digits.Length - 1 : digits.Length;
        var bytes = new byte[Base64Url.GetMaxDecodedLength(whole)];
        return Base64Url.DecodeFromUtf8(digits.AsSpan(0, whole), bytes, out _, out var written) == OperationStatus.Done
            ? bytes[..written]
            : null;
    }

    /// <summary>Valid UTF-8 without control characters: chance gives that for 12 bytes about once in a million runs.</summary>
    private static bool IsText(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty || !Utf8.IsValid(bytes))
            return false;
        foreach (var one in bytes)
        {
            if (one is < 0x20 and not ((byte)'\n' or (byte)'\r' or (byte)'\t') or 0x7F)
                return false;
        }

        return true;
    }
}
