using System.Buffers.Text;
using System.Text;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Reads an escape of a JSON string (RFC 8259, section 7).</summary>
internal static class JsonEscape
{
    private const int UnicodeLength = 6;

    /// <summary>Reads what begins with a backslash.</summary>
    /// <param name="bytes">The bytes from there on.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    /// <param name="character">The character; U+FFFD for half a surrogate pair; -1: it is no escape, and the backslash stands for itself.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>False: more bytes are needed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool isComplete, out int character, out int length)
    {
        character = -1;
        length = 1;
        if (bytes.Length < 2)
            return isComplete;
        if (bytes[1] != 'u')
        {
            character = Short(bytes[1]);
            length = character < 0 ? 1 : 2;
            return true;
        }

        if (!TryUnit(bytes, isComplete, out var unit))
            return false;
        if (unit < 0)
            return true;
        character = unit;
        length = UnicodeLength;
        return !char.IsSurrogate((char)unit) || TryPair(bytes, isComplete, ref character, ref length);
    }

    private static bool TryPair(ReadOnlySpan<byte> bytes, bool isComplete, ref int character, ref int length)
    {
        var high = (char)character;
        character = Rune.ReplacementChar.Value;
        var rest = bytes[UnicodeLength..];
        if (!char.IsHighSurrogate(high) || (rest.Length > 0 && rest[0] != '\\') || (rest.Length > 1 && rest[1] != 'u'))
            return true;
        if (rest.Length < 2)
            return isComplete;
        if (!TryUnit(rest, isComplete, out var low))
            return false;
        if (low >= 0 && char.IsLowSurrogate((char)low))
        {
            character = char.ConvertToUtf32(high, (char)low);
            length = 2 * UnicodeLength;
        }

        return true;
    }

    /// <summary>Reads four hexadecimal digits behind <c>\u</c>; -1 if they are none.</summary>
    private static bool TryUnit(ReadOnlySpan<byte> bytes, bool isComplete, out int unit)
    {
        unit = -1;
        for (var i = 2; i < UnicodeLength; i++)
        {
            if (i >= bytes.Length)
                return isComplete;
            if (!char.IsAsciiHexDigit((char)bytes[i]))
                return true;
        }

        if (Utf8Parser.TryParse(bytes[2..UnicodeLength], out ushort value, out _, 'x'))
            unit = value;
        return true;
    }

    private static int Short(byte letter) => letter switch
    {
        (byte)'n' => '\n',
        (byte)'r' => '\r',
        (byte)'t' => '\t',
        (byte)'b' => '\b',
        (byte)'f' => '\f',
        (byte)'"' or (byte)'\\' or (byte)'/' => letter,
        _ => -1,
    };
}
