using System.Buffers;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Undoes digits that stand for letters: <c>1gn0r3 4ll</c>.</summary>
/// <remarks>
/// Only where a good part of a text's words is written so: <c>h264</c>, <c>k8s</c> or a serial number alone must stay
/// what they are.
/// </remarks>
internal static class Leet
{
    private const string Digits = "013457@$";
    private const string Letters = "oieastas";
    private const int FewestWords = 3;
    private const int LongestWord = 20;

    // A quarter of the words at least.
    private const int LeastShare = 4;

    private static readonly SearchValues<byte> Marks = SearchValues.Create("013457"u8);

    /// <summary>Rewrites <paramref name="text"/> in place; its length stays.</summary>
    public static void Undo(Span<byte> text, ref FoldingKinds kinds)
    {
        if (!text.ContainsAny(Marks) || !IsLeet(text))
            return;

        kinds |= FoldingKinds.Leet;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] < 'a' && Digits.IndexOf((char)text[i], StringComparison.Ordinal) is var place and >= 0)
                text[i] = (byte)Letters[place];
        }
    }

    // Few words have a digit: all are counted only where enough of those are disguised.
    private static bool IsLeet(ReadOnlySpan<byte> text)
    {
        var disguised = Disguised(text);
        return disguised >= FewestWords && disguised * LeastShare >= Words(text);
    }

    private static int Disguised(ReadOnlySpan<byte> text)
    {
        var disguised = 0;
        for (var end = 0; text[end..].IndexOfAnyInRange((byte)'0', (byte)'9') is var digit and >= 0;)
        {
            var start = end + digit;
            end = start + 1;
            while (start > 0 && IsWord(text[start - 1]))
                start--;
            while (end < text.Length && IsWord(text[end]))
                end++;
            // A number behind a word (page2, h264) is none; digits within or before letters are.
            if (end - start <= LongestWord && IsWithin(text[start..end]))
                disguised++;
        }

        return disguised;
    }

    private static int Words(ReadOnlySpan<byte> text)
    {
        var words = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var hasLetter = false;
            for (; i < text.Length && IsWord(text[i]); i++)
                hasLetter |= text[i] >= 'a';
            if (hasLetter)
                words++;
        }

        return words;
    }

    private static bool IsWithin(ReadOnlySpan<byte> word)
    {
        var digit = word.IndexOfAnyInRange((byte)'0', (byte)'9');
        return word[digit..].ContainsAnyInRange((byte)'a', (byte)'z');
    }

    private static bool IsWord(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9';
}
