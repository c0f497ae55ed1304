namespace LlmProxy.Sandbox.Embeddings;

/// <summary>Makes unit vectors from text: the sum of one fixed vector for each word, so that texts which share words are near.</summary>
internal static class EmbeddingVector
{
    // The rest of a longer text does not count: the time of a request stays bounded.
    private const int MaxWords = 512;

    /// <summary>The vector of a text.</summary>
    public static float[] Of(ReadOnlySpan<char> text, int dimensions)
    {
        var vector = new float[dimensions];
        Span<char> lower = stackalloc char[64];
        var count = 0;
        foreach (var range in text.SplitAny(" \t\r\n.,;:!?\"'()"))
        {
            var word = text[range];
            if (word.IsEmpty) continue;
            if (count++ >= MaxWords) break;
            word = word[..Math.Min(word.Length, lower.Length)];
            word.ToLowerInvariant(lower);
            Add(vector, StableHash.Of(lower[..word.Length]));
        }

        return Normalise(vector);
    }

    /// <summary>The vector of a list of tokens.</summary>
    public static float[] Of(IEnumerable<int> tokens, int dimensions)
    {
        var vector = new float[dimensions];
        foreach (var token in tokens.Take(MaxWords)) Add(vector, (ulong)token);
        return Normalise(vector);
    }

    private static void Add(float[] vector, ulong seed)
    {
        for (var i = 0; i < vector.Length; i++)
        {
            seed = StableHash.Mix(seed);
            vector[i] += (int)(seed >> 32) * (1f / int.MaxValue);
        }
    }

    private static float[] Normalise(float[] vector)
    {
        var length = 0.0;
        foreach (var value in vector) length += (double)value * value;
        if (length == 0) vector[0] = 1;
        else
        {
            var factor = (float)(1 / Math.Sqrt(length));
            for (var i = 0; i < vector.Length; i++) vector[i] *= factor;
        }

        return vector;
    }
}
