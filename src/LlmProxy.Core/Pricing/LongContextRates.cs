namespace LlmProxy.Core.Pricing;

/// <summary>What a request with a long prompt costs: these rates hold for the whole of it, its answer included.</summary>
public sealed record LongContextRates : TokenRates
{
    /// <summary>They hold where the prompt, cached tokens included, has more tokens than this.</summary>
    public required long AboveInputTokens { get; init; }
}
