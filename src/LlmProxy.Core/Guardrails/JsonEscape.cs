using System.Buffers.Text;
using System.Text;

namespace LlmProxy.Core.Guardrails;

/// <summary>Reads one JSON escape that may come in pieces.</summary>
internal static class JsonEscape
{
    /// <summary>The length of <c>\u0000</c>.</summary>
    private const int UnitLength = 6;

    /// <summary>Reads the escape at the beginning of <paramref name="text"/>, which begins with a backslash.</summary>
    /// <param name="text">What there is of it; at most two units are looked at.</param>
    /// <param name="isEnd">Whether nothing more comes.</param>
    /// <param name="taken">How many bytes it has.</param>
    /// <param name="rune">Its code point; U+FFFD for half of a pair.</param>
    /// <param name="plain">Its byte.</param>
    public static JsonEscapeState Read(ReadOnlySpan<byte> text, bool isEnd, out int taken, out Rune rune, out byte plain)
    {
        taken = 1;
        rune = Rune.ReplacementChar;
        plain = (byte)'\\';
        if (text.Length == 1)
            return isEnd ? JsonEscapeState.Byte : JsonEscapeState.Incomplete;
        if (text[1] == 'u')
            return ReadUnits(text, isEnd, ref taken, ref rune);
        if (Simple(text[1]) is var meant and not 0)
        {
            taken = 2;
            plain = meant;
        }

        return JsonEscapeState.Byte;
    }

    private static JsonEscapeState ReadUnits(ReadOnlySpan<byte> text, bool isEnd, ref int taken, ref Rune rune)
    {
        if (!MayBeUnit(text))
            return JsonEscapeState.Byte;
        if (text.Length < UnitLength)
            return isEnd ? JsonEscapeState.Byte : JsonEscapeState.Incomplete;
        taken = UnitLength;
        var unit = UnitOf(text);
        var rest = text[UnitLength..];
        if (!char.IsHighSurrogate(unit))
        {
            if (!char.IsLowSurrogate(unit))
                rune = new Rune(unit);
        }
        else if (rest.Length >= UnitLength)
        {
            if (MayBeUnit(rest) && char.IsLowSurrogate(UnitOf(rest)))
            {
                rune = new Rune(unit, UnitOf(rest));
                taken = 2 * UnitLength;
            }
        }
        else if (!isEnd && (rest.IsEmpty || MayBeUnit(rest)))
        {
            return JsonEscapeState.Incomplete;
        }

        return JsonEscapeState.CodePoint;
    }

    private static bool MayBeUnit(ReadOnlySpan<byte> text)
    {
        if (text[0] != '\\' || (text.Length > 1 && text[1] != 'u'))
            return false;
        for (var i = 2; i < Math.Min(text.Length, UnitLength); i++)
        {
            if (!char.IsAsciiHexDigit((char)text[i]))
                return false;
        }

        return true;
    }

    private static char UnitOf(ReadOnlySpan<byte> text) =>
        Utf8Parser.TryParse(text[2..UnitLength], out ushort unit, out _, 'x') ? (char)unit : '\uFFFD';

    private static byte Simple(byte escaped) => escaped switch
    {
        (byte)'n' => (byte)'\n',
        (byte)'r' => (byte)'\r',
        (byte)'t' => (byte)'\t',
        (byte)'b' => (byte)'\b',
        (byte)'f' => (byte)'\f',
        (byte)'"' or (byte)'\\' or (byte)'/' => escaped,
        _ => 0,
    };
}
