namespace LlmProxy.Core.Pricing;

/// <summary>What one way of being served costs: the rates, and those for long prompts.</summary>
public record PriceCard : TokenRates
{
    /// <summary>Other rates for long prompts, the lowest bound first.</summary>
    public IReadOnlyList<LongContextRates> LongContext { get; init; } = [];
}
