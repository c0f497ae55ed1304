using System.Buffers.Text;
using System.Text;

namespace LlmProxy.Core.Json;

/// <summary>The text inside a JSON string.</summary>
public static class JsonText
{
    /// <summary>The length of the longest escape, <c>\u0000</c>; no byte of text is written longer.</summary>
    public const int LongestEscape = 6;

    /// <summary>Resolves the escapes of <paramref name="escaped"/>, which is a string's inside, without quotes.</summary>
    /// <param name="escaped">UTF-8.</param>
    /// <param name="destination">At least as long as <paramref name="escaped"/>.</param>
    /// <returns>How many bytes were written.</returns>
    /// <remarks>
    /// Never fails: a lone surrogate, which providers send when they cut an emoji in two, becomes U+FFFD, and what is
    /// no escape stays as it is.
    /// </remarks>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        var written = 0;
        while (true)
        {
            var plain = escaped.IndexOf((byte)'\\');
            if (plain < 0)
            {
                escaped.CopyTo(destination[written..]);
                return written + escaped.Length;
            }

            escaped[..plain].CopyTo(destination[written..]);
            written += plain;
            escaped = escaped[plain..];
            written += UnescapeOne(ref escaped, destination[written..]);
        }
    }

    /// <summary>Whether <paramref name="escaped"/>, a string's inside, means <paramref name="text"/>.</summary>
    public static bool Means(ReadOnlySpan<byte> escaped, ReadOnlySpan<byte> text)
    {
        if (escaped.SequenceEqual(text))
        {
            return true;
        }

        if (escaped.Length <= text.Length || escaped.Length > text.Length * LongestEscape || !escaped.Contains((byte)'\\'))
        {
            return false;
        }

        Span<byte> plain = escaped.Length <= 512 ? stackalloc byte[escaped.Length] : new byte[escaped.Length];
        return plain[..Unescape(escaped, plain)].SequenceEqual(text);
    }

    private static int UnescapeOne(ref ReadOnlySpan<byte> escaped, Span<byte> destination)
    {
        if (escaped.Length >= LongestEscape && TryReadUnit(escaped, out var unit))
        {
            escaped = escaped[LongestEscape..];
            var rune = Rune.ReplacementChar;
            if (char.IsHighSurrogate(unit) && TryReadUnit(escaped, out var low) && char.IsLowSurrogate(low))
            {
                escaped = escaped[LongestEscape..];
                rune = new Rune(unit, low);
            }
            else if (!char.IsSurrogate(unit))
            {
                rune = new Rune(unit);
            }

            return rune.EncodeToUtf8(destination);
        }

        var plain = escaped.Length < 2 ? (byte)0 : escaped[1] switch
        {
            (byte)'n' => (byte)'\n',
            (byte)'r' => (byte)'\r',
            (byte)'t' => (byte)'\t',
            (byte)'b' => (byte)'\b',
            (byte)'f' => (byte)'\f',
            (byte)'"' or (byte)'\\' or (byte)'/' => escaped[1],
            _ => (byte)0,
        };
        destination[0] = plain == 0 ? escaped[0] : plain;
        escaped = escaped[(plain == 0 ? 1 : 2)..];
        return 1;
    }

    private static bool TryReadUnit(ReadOnlySpan<byte> escaped, out char unit)
    {
        unit = '\0';
        if (escaped.Length < LongestEscape || escaped[0] != '\\' || escaped[1] != 'u')
        {
            return false;
        }

        var isHex = Utf8Parser.TryParse(escaped[2..LongestEscape], out ushort value, out var used, 'x') && used == 4;
        unit = (char)value;
        return isHex;
    }
}
