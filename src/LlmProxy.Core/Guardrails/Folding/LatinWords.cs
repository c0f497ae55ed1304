using System.Globalization;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>What belongs to a word, where it matters whether the word is a Latin one.</summary>
internal static class LatinWords
{
    /// <summary>Whether a character goes on a word: letters, marks and digits.</summary>
    public static bool IsInWord(int character) => character < 0x80
        ? char.IsAsciiLetterOrDigit((char)character)
        : CharUnicodeInfo.GetUnicodeCategory(character) <= UnicodeCategory.DecimalDigitNumber;

    /// <summary>Whether the word at the end of <paramref name="ascii"/> has a letter.</summary>
    /// <param name="ascii">Text, not empty.</param>
    /// <param name="before">What is true of the word that it may go on.</param>
    public static bool EndsInLatinWord(ReadOnlySpan<byte> ascii, bool before)
    {
        for (var i = ascii.Length - 1; i >= 0; i--)
        {
            if (char.IsAsciiLetter((char)ascii[i]))
                return true;
            if (!char.IsAsciiDigit((char)ascii[i]))
                return false;
        }

        return before;
    }
}
