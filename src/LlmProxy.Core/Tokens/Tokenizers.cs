using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Tokens.Patterns;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens;

/// <summary>The encodings that are known, each loaded when first asked for and kept.</summary>
/// <remarks>Safe for all threads at once. Two encodings that have a vocabulary in common share it in memory.</remarks>
public static class Tokenizers
{
    private static readonly Lazy<Vocabulary> O200k = new(() => Vocabulary.Load("o200k_base.bin"));

    private static readonly FrozenDictionary<string, Lazy<Tokenizer>> ByName = new Dictionary<string, Lazy<Tokenizer>>
    {
        [EncodingNames.O200kBase] = new(() => Make<O200kPattern>(EncodingNames.O200kBase, O200k.Value)),
        [EncodingNames.O200kHarmony] = new(() => Make<O200kPattern>(EncodingNames.O200kHarmony, O200k.Value)),
        [EncodingNames.Cl100kBase] = new(() => Make<Cl100kPattern>(EncodingNames.Cl100kBase, Vocabulary.Load("cl100k_base.bin"))),
        [EncodingNames.P50kBase] = new(() => Make<Gpt2Pattern>(EncodingNames.P50kBase, Vocabulary.Load("p50k_base.bin"))),
        [EncodingNames.R50kBase] = new(() => Make<Gpt2Pattern>(EncodingNames.R50kBase, Vocabulary.Load("p50k_base.bin", R50kTokens))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    // p50k_base is r50k_base, and behind its end some more tokens for runs of spaces.
    private const int R50kTokens = 50256;

    /// <summary>The names of the encodings.</summary>
    public static IReadOnlyList<string> Names { get; } =
        [EncodingNames.O200kBase, EncodingNames.O200kHarmony, EncodingNames.Cl100kBase, EncodingNames.P50kBase, EncodingNames.R50kBase];

    /// <summary>The tokenizer of <paramref name="encoding"/>, always the same one.</summary>
    /// <param name="encoding">One of <see cref="Names"/>; case matters.</param>
    /// <exception cref="ArgumentException">The encoding is not known.</exception>
    public static Tokenizer Get(string encoding) => TryGet(encoding, out var tokenizer)
        ? tokenizer
        : throw new ArgumentException($"'{encoding}' is no known encoding; there are {string.Join(", ", Names)}.", nameof(encoding));

    /// <summary>The tokenizer of <paramref name="encoding"/>, if it is known.</summary>
    public static bool TryGet(string? encoding, [NotNullWhen(true)] out Tokenizer? tokenizer)
    {
        tokenizer = encoding is not null && ByName.TryGetValue(encoding, out var lazy) ? lazy.Value : null;
        return tokenizer is not null;
    }

    /// <summary>The tokenizer of <paramref name="model"/>; null where it is not known or not public.</summary>
    /// <param name="model">A model's name as an API takes it, fine-tuned models, Azure's names and a provider's prefix included.</param>
    public static Tokenizer? ForModel(string model) => TryGet(ModelEncodings.Find(model), out var tokenizer) ? tokenizer : null;

    private static Tokenizer Make<TPattern>(string encoding, Vocabulary vocabulary)
        where TPattern : struct, IPattern =>
        new(encoding, vocabulary, new PatternEncoder<TPattern>(vocabulary), EncodingSpecialTokens.Of(encoding));
}
