namespace LlmProxy.Core.Pricing;

/// <summary>What the classes of tokens cost. US dollars per 1,000,000 tokens; <c>null</c>: not known, which is not free; 0: free.</summary>
public record TokenRates
{
    /// <summary>Tokens of the prompt that no other class has.</summary>
    public decimal? Input { get; init; }

    /// <summary>Tokens of the prompt that were read from the provider's cache. <c>null</c>: no discount is known, so they cost what <see cref="Input"/> does.</summary>
    public decimal? CachedInput { get; init; }

    /// <summary>Tokens of the prompt that were written to the provider's cache, for five minutes or its default life.</summary>
    public decimal? CacheWrite { get; init; }

    /// <summary>Tokens of the prompt that were written to the provider's cache for one hour.</summary>
    public decimal? CacheWriteLong { get; init; }

    /// <summary>Audio in the prompt.</summary>
    public decimal? InputAudio { get; init; }

    /// <summary>Images in the prompt. <c>null</c>: as <see cref="Input"/>, which is how models that chat bill them.</summary>
    public decimal? InputImage { get; init; }

    /// <summary>Tokens of the answer that no other class has.</summary>
    public decimal? Output { get; init; }

    /// <summary>Reasoning. <c>null</c>: as <see cref="Output"/>, of which every provider says that it contains it.</summary>
    public decimal? Reasoning { get; init; }

    /// <summary>Audio in the answer.</summary>
    public decimal? OutputAudio { get; init; }

    /// <summary>Images in the answer.</summary>
    public decimal? OutputImage { get; init; }

    /// <summary>One search of the web by the provider. US dollars per 1,000 searches.</summary>
    public decimal? WebSearch { get; init; }
}
