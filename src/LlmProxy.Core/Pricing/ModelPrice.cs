using LlmProxy.Core.Protocols;

namespace LlmProxy.Core.Pricing;

/// <summary>What one model costs: standard service in its own members, any other beside it.</summary>
public sealed record ModelPrice : PriceCard
{
    /// <summary>The version of the prices that it was taken from, with the model's name there where that is another; a charge keeps it.</summary>
    public string? Version { get; init; }

    /// <summary>Whether the configuration sets it; it then goes before what a provider says that a call cost.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>What each other service costs; one that is not there has no known price.</summary>
    public IReadOnlyDictionary<ServiceTier, PriceCard> Tiers { get; init; } = new Dictionary<ServiceTier, PriceCard>();

    /// <summary>What it costs to be served so; <c>null</c>: not known.</summary>
    public PriceCard? Card(ServiceTier tier) =>
        tier is ServiceTier.Unstated or ServiceTier.Standard ? this : Tiers.GetValueOrDefault(tier);
}
