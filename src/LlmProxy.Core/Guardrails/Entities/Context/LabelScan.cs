using System.Globalization;
using System.Text;

namespace LlmProxy.Core.Guardrails.Entities.Context;

/// <summary>What the words right before a value say it is.</summary>
/// <param name="Nearest">What the last of them that says anything says.</param>
/// <param name="Distance">How many words stand between it and the value.</param>
/// <param name="IsTaken">Whether another number stands between: the label is that one's.</param>
internal readonly record struct LabelScan(Labels Nearest, int Distance, bool IsTaken)
{
    /// <summary>The most words between a value and a label that alone speaks for it, or against it.</summary>
    private const int NearWords = 5;

    /// <summary>The digits of another number, not of an enumeration.</summary>
    private const int NumberDigits = 4;

    /// <summary>How far a label is looked for: tables of numbers have none, and are not read through for each number again.</summary>
    private const int MostWords = 10, MostDigits = 24;

    /// <summary>The first character that may belong to a script without spaces: Thai.</summary>
    private const char FirstUnspaced = '\u0E00';

    private const char FirstMark = '\u02FF';

    /// <summary>Reads the words before a value, and splits <c>camelCase</c> and <c>snake_case</c> too.</summary>
    /// <param name="before">UTF-8; the first character may be cut.</param>
    public static LabelScan Read(ReadOnlySpan<byte> before)
    {
        Span<char> text = stackalloc char[before.Length];
        text = text[..Encoding.UTF8.GetChars(before, text)];
        var scan = ReadWords(text);
        if (!text.ContainsAnyExceptInRange('\0', FirstUnspaced) || LabelWords.LastUnspaced(text, out var at) is var unspaced && unspaced == Labels.None)
            return scan;
        // Such a label is near: what spaced words stand behind it is rare, and counts first.
        return scan.Nearest != Labels.None && LastWordEnd(text) >= at ? scan : new LabelScan(unspaced, 0, IsTaken: false);
    }

    /// <summary>Whether the nearest label is one of <paramref name="kinds"/>.</summary>
    public bool Says(Labels kinds) => (Nearest & kinds) != 0;

    /// <summary>Whether a label close by, and no other number's, is one of <paramref name="kinds"/>.</summary>
    public bool SaysNear(Labels kinds) => Says(kinds) && Distance <= NearWords && !IsTaken;

    /// <summary>Whether a label close by says that it is something else.</summary>
    public bool Contradicts(Labels kinds) => Nearest != Labels.None && (Nearest & kinds) == 0 && Distance <= NearWords && !IsTaken;

    private static LabelScan ReadWords(Span<char> text)
    {
        var words = 0;
        var digits = 0;
        Span<char> lower = stackalloc char[text.Length];
        for (var end = text.Length; end > 0 && words < MostWords && digits < MostDigits;)
        {
            if (!IsOfWord(text[end - 1]))
            {
                end--;
                digits += char.IsAsciiDigit(text[end]) ? 1 : 0;
                continue;
            }

            var start = end - 1;
            while (start > 0 && IsOfWord(text[start - 1]) && !IsHump(text[start - 1], text[start]))
                start--;
            var length = MemoryExtensions.ToLowerInvariant(text[start..end], lower);
            var kinds = LabelWords.Of(lower[..length]);
            if (kinds != Labels.None)
                return new LabelScan(kinds, words, digits >= NumberDigits);
            words++;
            end = start;
        }

        return default;
    }

    private static int LastWordEnd(ReadOnlySpan<char> text)
    {
        var end = text.Length;
        while (end > 0 && !(IsOfWord(text[end - 1]) && text[end - 1] < FirstUnspaced))
            end--;
        return end;
    }

    private static bool IsOfWord(char character) => char.IsLetter(character) || character == '\'' || character > FirstMark && IsMark(character);

    /// <summary>Vowels of the scripts of India are marks on letters.</summary>
    private static bool IsMark(char character) =>
        char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsHump(char left, char right) => char.IsLower(left) && char.IsUpper(right);
}
