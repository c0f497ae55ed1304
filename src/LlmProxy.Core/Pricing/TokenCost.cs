using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Pricing;

/// <summary>Turns tokens into money.</summary>
public static class TokenCost
{
    /// <summary>The price of one answer.</summary>
    /// <param name="usage">What was used; every part counts inside its whole.</param>
    /// <param name="price">What the model costs.</param>
    /// <returns>US dollars, not rounded; <c>null</c>: some part of it has no known price.</returns>
    public static decimal? Of(in TokenUsage usage, ModelPrice price) =>
        (usage.InputTokens * price.Input + usage.OutputTokens * price.Output) / 1_000_000m;
}
