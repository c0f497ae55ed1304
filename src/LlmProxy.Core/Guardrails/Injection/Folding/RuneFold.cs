using System.Text;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>One character beyond ASCII, as the one under which the model knows it.</summary>
internal static class RuneFold
{
    /// <summary>The result for a character that is to vanish.</summary>
    public const int Nothing = -1;

    /// <summary>Folds a code point: lower case, no marks, no styles.</summary>
    /// <param name="point">A code point from U+0080 on.</param>
    /// <param name="kinds">Gains what this character needed.</param>
    /// <returns>The folded code point, whose UTF-8 is never longer; or <see cref="Nothing"/>.</returns>
    public static int Of(int point, ref FoldingKinds kinds)
    {
        if (BaseLetters.Of(point) is var letter and not 0)
            return letter;
        return point switch
        {
            0xA0 or 0x3000 or (>= 0x2000 and <= 0x200A) => ' ',
            0xAD or 0x200B or 0x200E or 0x200F or (>= 0x202A and <= 0x202E) or (>= 0x2060 and <= 0x2064) or 0x180E =>
                Dropped(FoldingKinds.Invisible, ref kinds),
            // Persian and Indic writing need the joiners, emoji the selectors, and a file may open with its mark.
            0x200C or 0x200D or 0xFEFF or (>= 0xFE00 and <= 0xFE0F) => Nothing,
            (>= 0x300 and <= 0x36F) or (>= 0x64B and <= 0x652) or 0x640 => Nothing,
            >= 0x370 and < 0x400 => Greek(point),
            0x401 or 0x451 => 0x435,
            0x622 or 0x623 or 0x625 => 0x627,
            0x649 => 0x64A,
            0x629 => 0x647,
            0x2018 or 0x2019 or 0x2BC => '\'',
            0x201C or 0x201D or 0xAB or 0xBB => '"',
            >= 0x24B6 and <= 0x24E9 => Styled('a' + ((point - 0x24B6) % 26), ref kinds),
            >= 0xFF01 and <= 0xFF5E => FullWidth(point - 0xFEE0, ref kinds),
            >= 0x1D400 and <= 0x1D6A3 => Styled('a' + ((point - 0x1D400) % 26), ref kinds),
            >= 0x1D7CE and <= 0x1D7FF => Styled('0' + ((point - 0x1D7CE) % 10), ref kinds),
            >= 0x1F130 and <= 0x1F149 => Styled('a' + point - 0x1F130, ref kinds),
            >= 0x1F150 and <= 0x1F169 => Styled('a' + point - 0x1F150, ref kinds),
            >= 0x1F170 and <= 0x1F189 => Styled('a' + point - 0x1F170, ref kinds),
            >= 0xE0020 and <= 0xE007E => Tag(point - 0xE0000, ref kinds),
            >= 0xE0000 and <= 0xE007F => Nothing,
            _ => Lower(point),
        };
    }

    private static int Lower(int point)
    {
        var lower = Rune.ToLowerInvariant(new Rune(point));
        return lower.Utf8SequenceLength <= new Rune(point).Utf8SequenceLength ? lower.Value : point;
    }

    // Without accents, and sigma in its one form.
    private static int Greek(int point) => Lower(point) switch
    {
        0x3AC => 0x3B1,
        0x3AD => 0x3B5,
        0x3AE => 0x3B7,
        0x3AF or 0x3CA or 0x390 => 0x3B9,
        0x3CC => 0x3BF,
        0x3CD or 0x3CB or 0x3B0 => 0x3C5,
        0x3CE => 0x3C9,
        0x3C2 => 0x3C3,
        var lower => lower,
    };

    private static int Dropped(FoldingKinds kind, ref FoldingKinds kinds)
    {
        kinds |= kind;
        return Nothing;
    }

    private static int Styled(int letter, ref FoldingKinds kinds)
    {
        kinds |= FoldingKinds.Styled;
        return letter;
    }

    // Chinese and Japanese text has full-width punctuation as a matter of course: only letters are a style.
    private static int FullWidth(int ascii, ref FoldingKinds kinds)
    {
        if (!char.IsAsciiLetter((char)ascii))
            return ascii;
        return Styled(ascii | 0x20, ref kinds);
    }

    private static int Tag(int ascii, ref FoldingKinds kinds)
    {
        kinds |= FoldingKinds.Tags;
        return char.IsAsciiLetterUpper((char)ascii) ? ascii | 0x20 : ascii;
    }
}
