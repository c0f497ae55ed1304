namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>How evenly a text uses its characters (Shannon, 1948).</summary>
internal static class Entropy
{
    /// <summary>Bits per character: 0 for one character repeated, 4 at most for hexadecimal, about 4.8 for 40 random ones in base 64.</summary>
    public static double Of(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty)
            return 0;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var character in text)
            counts[character]++;
        var bits = 0.0;
        foreach (var count in counts)
        {
            if (count > 0)
                bits -= (double)count / text.Length * Math.Log2((double)count / text.Length);
        }

        return bits;
    }
}
