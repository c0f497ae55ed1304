using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Reads a reference of HTML to a character: <c>&amp;#64;</c>, <c>&amp;#x40;</c>, <c>&amp;commat;</c>.</summary>
internal static class HtmlReference
{
    /// <summary>The longest that is read, in bytes, with <c>&amp;</c> and <c>;</c>.</summary>
    public const int MaxLength = 12;

    private static readonly FrozenDictionary<string, int> Names = new Dictionary<string, int>
    {
        ["amp"] = '&', ["lt"] = '<', ["gt"] = '>', ["quot"] = '"', ["apos"] = '\'', ["nbsp"] = ' ', ["commat"] = '@', ["period"] = '.',
        ["colon"] = ':', ["semi"] = ';', ["comma"] = ',', ["sol"] = '/', ["bsol"] = '\\', ["lowbar"] = '_', ["plus"] = '+',
        ["equals"] = '=', ["num"] = '#', ["dollar"] = '$', ["percnt"] = '%', ["lpar"] = '(', ["rpar"] = ')', ["lsqb"] = '[',
        ["rsqb"] = ']', ["lbrack"] = '[', ["rbrack"] = ']', ["lcub"] = '{', ["rcub"] = '}', ["verbar"] = '|', ["ast"] = '*',
        ["excl"] = '!', ["quest"] = '?', ["grave"] = '`', ["Hat"] = '^', ["hyphen"] = '-', ["dash"] = '-', ["ndash"] = '-',
        ["Tab"] = '\t', ["NewLine"] = '\n', ["shy"] = 0xAD, ["zwj"] = 0x200D, ["zwnj"] = 0x200C, ["ensp"] = ' ', ["emsp"] = ' ',
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> ByName =
        Names.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reads what begins with <c>&amp;</c>.</summary>
    /// <param name="bytes">The bytes from there on.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    /// <param name="character">The character; -1: it is no reference, and the <c>&amp;</c> stands for itself.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>False: more bytes are needed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, bool isComplete, out int character, out int length)
    {
        character = -1;
        length = 1;
        for (var i = 1; i < Math.Min(bytes.Length, MaxLength); i++)
        {
            if (bytes[i] == ';')
            {
                character = Value(bytes[1..i]);
                length = character >= 0 ? i + 1 : 1;
                return true;
            }

            if (!char.IsAsciiLetterOrDigit((char)bytes[i]) && !(i == 1 && bytes[i] == '#'))
                return true;
        }

        return isComplete || bytes.Length >= MaxLength;
    }

    private static int Value(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name[0] != '#')
            return Named(name);
        var digits = name[1..];
        var isHex = !digits.IsEmpty && (digits[0] | 0x20) == 'x';
        if (isHex)
            digits = digits[1..];
        return Utf8Parser.TryParse(digits, out uint value, out var read, isHex ? 'x' : 'D') && read == digits.Length && Rune.IsValid(value)
            ? (int)value
            : -1;
    }

    private static int Named(ReadOnlySpan<byte> name)
    {
        Span<char> letters = stackalloc char[MaxLength];
        return ByName.TryGetValue(letters[..Encoding.ASCII.GetChars(name, letters)], out var value) ? value : -1;
    }
}
