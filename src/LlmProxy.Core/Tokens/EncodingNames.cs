namespace LlmProxy.Core.Tokens;

/// <summary>The names of the encodings, as OpenAI calls them.</summary>
public static class EncodingNames
{
    /// <summary>gpt-4o and later, o1 and later.</summary>
    public const string O200kBase = "o200k_base";

    /// <summary>gpt-oss: <see cref="O200kBase"/> with special tokens of its own.</summary>
    public const string O200kHarmony = "o200k_harmony";

    /// <summary>gpt-3.5, gpt-4, and embeddings.</summary>
    public const string Cl100kBase = "cl100k_base";

    /// <summary>text-davinci-002, text-davinci-003, and code models.</summary>
    public const string P50kBase = "p50k_base";

    /// <summary>GPT-3 and older.</summary>
    public const string R50kBase = "r50k_base";
}
