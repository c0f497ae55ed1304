using System.Runtime.InteropServices;

namespace LlmProxy.Host.Commands.Evaluations.Replaying;

/// <summary>How alike two texts are, by the words that they share.</summary>
internal static class TokenOverlap
{
    /// <summary>The share of words that both have: <c>2 · |A ∩ B| / (|A| + |B|)</c>, the Sørensen-Dice coefficient of the bags of words.</summary>
    /// <returns>0 (no word in common) to 1 (the same words, in whatever order); 1 for two texts without words.</returns>
    /// <remarks>A word is a run of letters and digits, in lower case. Of what is meant it knows nothing: a sentence and its negation are almost the same.</remarks>
    public static double Of(string first, string second)
    {
        var (words, firstCount) = Count(first);
        var secondCount = 0;
        var shared = 0;
        foreach (var word in Words(second))
        {
            secondCount++;
            ref var left = ref CollectionsMarshal.GetValueRefOrNullRef(words, word);
            if (System.Runtime.CompilerServices.Unsafe.IsNullRef(ref left) || left == 0)
                continue;
            left--;
            shared++;
        }

        return firstCount + secondCount == 0 ? 1 : 2.0 * shared / (firstCount + secondCount);
    }

    private static (Dictionary<string, int> Words, int Total) Count(string text)
    {
        var words = new Dictionary<string, int>(StringComparer.Ordinal);
        var total = 0;
        foreach (var word in Words(text))
        {
            CollectionsMarshal.GetValueRefOrAddDefault(words, word, out _)++;
            total++;
        }

        return (words, total);
    }

    private static IEnumerable<string> Words(string text)
    {
        var start = -1;
        for (var i = 0; i <= text.Length; i++)
        {
            var isWord = i < text.Length && char.IsLetterOrDigit(text[i]);
            if (isWord && start < 0)
                start = i;
            if (isWord || start < 0)
                continue;
            yield return text[start..i].ToLowerInvariant();
            start = -1;
        }
    }
}
