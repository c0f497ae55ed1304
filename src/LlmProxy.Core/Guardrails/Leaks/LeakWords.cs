using System.Text;

namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>Cuts a folded text into words: runs of letters and digits. Case, punctuation and white space are gone then.</summary>
/// <remarks>An ideograph, and every letter of scripts that are written without spaces, is a word of its own. A word of more than 32 characters is several.</remarks>
internal struct LeakWords
{
    private const int MaxCharacters = 32;
    private const ulong Seed = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    private ulong _hash;

    /// <summary>The characters of the word that is being read; 0: none is.</summary>
    public int Characters { get; private set; }

    /// <summary>Takes a character, lower-case.</summary>
    /// <param name="character">The character.</param>
    /// <param name="ended">The word that ends before or with it, where one does.</param>
    /// <returns>What the character does.</returns>
    public LeakStep Take(Rune character, out LeakWord ended)
    {
        ended = default;
        if (!IsPart(character))
            return Characters == 0 ? LeakStep.Between : End(LeakStep.EndsBefore, out ended);
        var isAlone = character.Value >= 0x0E00 && IsAlone(character.Value);
        // One that stands alone ends the word before it, and is taken again.
        if (isAlone && Characters > 0)
            return End(LeakStep.EndsBeforeAndStays, out ended);
        _hash = ((Characters == 0 ? Seed : _hash) ^ (uint)character.Value) * Prime;
        Characters++;
        return isAlone || Characters == MaxCharacters ? End(LeakStep.EndsWith, out ended) : LeakStep.Within;
    }

    /// <summary>The text ends.</summary>
    /// <returns>Whether a word ends with it.</returns>
    public bool Finish(out LeakWord ended)
    {
        ended = default;
        return Characters > 0 && End(LeakStep.EndsBefore, out ended) == LeakStep.EndsBefore;
    }

    private LeakStep End(LeakStep step, out LeakWord ended)
    {
        ended = new(_hash, Characters);
        Characters = 0;
        return step;
    }

    private static bool IsPart(Rune character) => character.IsAscii
        ? char.IsAsciiLetterOrDigit((char)character.Value)
        : Rune.IsLetterOrDigit(character) || Rune.GetUnicodeCategory(character) is System.Globalization.UnicodeCategory.NonSpacingMark or System.Globalization.UnicodeCategory.SpacingCombiningMark;

    /// <summary>Thai, Lao, Myanmar, Khmer; kana and ideographs.</summary>
    private static bool IsAlone(int character) => character is (>= 0x0E00 and <= 0x0EFF) or (>= 0x1000 and <= 0x109F) or (>= 0x1780 and <= 0x17FF)
        or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x9FFF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);
}
