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

    private static bool IsLeet(ReadOnlySpan<byte> text)
    {
        var words = 0;
        var disguised = 0;
        for (var i = 0; i < text.Length;)
        {
            var length = 0;
            var letters = 0;
            var digits = 0;
            for (; i + length < text.Length && IsWord(text[i + length]); length++)
            {
                if (text[i + length] >= 'a')
                    letters++;
                else
                    digits++;
            }

            if (letters > 0)
                words++;
            // A number behind a word (page2, h264) is none; digits within or before letters are.
            if (letters > 0 && digits > 0 && length <= LongestWord && IsWithin(text.Slice(i, length)))
                disguised++;
            i += length + 1;
        }

        return disguised >= FewestWords && disguised * LeastShare >= words;
    }

    private static bool IsWithin(ReadOnlySpan<byte> word)
    {
        var digit = word.IndexOfAnyInRange((byte)'0', (byte)'9');
        return word[digit..].ContainsAnyInRange((byte)'a', (byte)'z');
    }

    private static bool IsWord(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9';
}
