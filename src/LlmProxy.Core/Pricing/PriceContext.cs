using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Pricing;

/// <summary>What a cost depends on beside the counts.</summary>
/// <param name="IsBatch">Whether it was part of a batch.</param>
/// <param name="ServiceTier">How the request asked to be served; what the answer says of it goes before this.</param>
/// <param name="UsesReportedCost">Whether the provider's own statement of the cost, where it makes one, is believed.</param>
public readonly record struct PriceContext(
    bool IsBatch = false, ServiceTier ServiceTier = ServiceTier.Unstated, bool UsesReportedCost = false)
{
    /// <summary>Whether the counts are sums over many prompts, so that none of them is known to be long: the rates of long prompts do not apply.</summary>
    public bool IsSum { get; init; }
}
