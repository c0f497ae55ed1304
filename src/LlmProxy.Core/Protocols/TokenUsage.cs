namespace LlmProxy.Core.Protocols;

/// <summary>What one call used, in OpenAI's convention: every part is counted inside its whole.</summary>
/// <remarks>
/// A count that the provider did not report is <c>null</c>, never zero. Anthropic counts cached tokens beside
/// <c>input_tokens</c>; its reader adds them up, so that <see cref="InputTokens"/> always is the whole prompt.
/// </remarks>
public readonly record struct TokenUsage
{
    /// <summary>All tokens of the prompt, cached ones included.</summary>
    public long? InputTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, those read from the provider's cache.</summary>
    public long? CachedInputTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, those written to the provider's cache for five minutes (or its default life).</summary>
    public long? CacheWriteTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, those written to the provider's cache for one hour.</summary>
    public long? CacheWriteLongTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, audio.</summary>
    public long? InputAudioTokens { get; init; }

    /// <summary>Of <see cref="InputTokens"/>, images.</summary>
    public long? InputImageTokens { get; init; }

    /// <summary>All tokens of the answer, reasoning included.</summary>
    public long? OutputTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>, reasoning.</summary>
    public long? ReasoningTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>, audio.</summary>
    public long? OutputAudioTokens { get; init; }

    /// <summary>Of <see cref="OutputTokens"/>, images.</summary>
    public long? OutputImageTokens { get; init; }

    /// <summary>How often the provider searched the web for the answer, where it bills searches.</summary>
    public long? WebSearches { get; init; }

    /// <summary>What the provider itself says that the call cost, in US dollars.</summary>
    public decimal? ReportedCost { get; init; }

    /// <summary>How the provider says that it served the call.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>Whether anything was reported at all.</summary>
    public bool IsEmpty => InputTokens is null && OutputTokens is null;

    /// <summary>This report with what <paramref name="later"/> states put in place of what was stated before.</summary>
    /// <remarks>Providers report cumulative counts, some of them several times; the last word on each count wins.</remarks>
    public TokenUsage Then(in TokenUsage later) => new()
    {
        InputTokens = later.InputTokens ?? InputTokens,
        CachedInputTokens = later.CachedInputTokens ?? CachedInputTokens,
        CacheWriteTokens = later.CacheWriteTokens ?? CacheWriteTokens,
        CacheWriteLongTokens = later.CacheWriteLongTokens ?? CacheWriteLongTokens,
        InputAudioTokens = later.InputAudioTokens ?? InputAudioTokens,
        InputImageTokens = later.InputImageTokens ?? InputImageTokens,
        OutputTokens = later.OutputTokens ?? OutputTokens,
        ReasoningTokens = later.ReasoningTokens ?? ReasoningTokens,
        OutputAudioTokens = later.OutputAudioTokens ?? OutputAudioTokens,
        OutputImageTokens = later.OutputImageTokens ?? OutputImageTokens,
        WebSearches = later.WebSearches ?? WebSearches,
        ReportedCost = later.ReportedCost ?? ReportedCost,
        ServiceTier = later.ServiceTier == ServiceTier.Unstated ? ServiceTier : later.ServiceTier,
    };
}
