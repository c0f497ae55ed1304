namespace LlmProxy.Core.Pricing;

/// <summary>What one model costs. US dollars per 1,000,000 tokens; <c>null</c>: not known, which is not free.</summary>
public sealed record ModelPrice
{
    /// <summary>Tokens of the prompt.</summary>
    public decimal? Input { get; init; }

    /// <summary>Tokens of the answer.</summary>
    public decimal? Output { get; init; }
}
