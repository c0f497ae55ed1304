namespace LlmProxy.Metering.Prices.Settings;

/// <summary>Rates as they are written: US dollars per 1,000,000 tokens, 0 to 1,000,000. Not set: not known; 0: free.</summary>
public class RateOptions
{
    /// <summary>The prompt.</summary>
    public decimal? Input { get; set; }

    /// <summary>Of the prompt, what was read from the provider's cache. Not set: as <see cref="Input"/>.</summary>
    public decimal? CachedInput { get; set; }

    /// <summary>Of the prompt, what was written to the provider's cache for five minutes, or its default life.</summary>
    public decimal? CacheWrite { get; set; }

    /// <summary>Of the prompt, what was written to the provider's cache for one hour.</summary>
    public decimal? CacheWriteLong { get; set; }

    /// <summary>Audio in the prompt.</summary>
    public decimal? InputAudio { get; set; }

    /// <summary>Images in the prompt. Not set: as <see cref="Input"/>.</summary>
    public decimal? InputImage { get; set; }

    /// <summary>The answer.</summary>
    public decimal? Output { get; set; }

    /// <summary>Of the answer, reasoning. Not set: as <see cref="Output"/>.</summary>
    public decimal? Reasoning { get; set; }

    /// <summary>Audio in the answer.</summary>
    public decimal? OutputAudio { get; set; }

    /// <summary>Images in the answer.</summary>
    public decimal? OutputImage { get; set; }

    /// <summary>Searches of the web by the provider. US dollars per 1,000 searches.</summary>
    public decimal? WebSearch { get; set; }
}
