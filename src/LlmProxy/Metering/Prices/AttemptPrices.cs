using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Pricing;
using LlmProxy.Core.Protocols;
using LlmProxy.Exchange;
using LlmProxy.Metering.Charges;

namespace LlmProxy.Metering.Prices;

/// <summary>Says what an attempt cost, by the prices that are in force when it is asked.</summary>
internal sealed class AttemptPrices(PriceState prices, UnknownPrices unknown, TimeProvider clock)
{
    /// <summary>The cost of <paramref name="usage"/>; a model whose price is not known is noted.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="usage">What it used, reported or counted.</param>
    /// <param name="asked">How the request asked to be served, and whether in a batch.</param>
    public PricedUsage Of(LlmAttempt attempt, in TokenUsage usage, PriceContext asked = default) =>
        Of(attempt, attempt.UpstreamModel ?? attempt.Answer.Model, usage, asked);

    /// <summary>The cost of <paramref name="usage"/> of a model that the attempt itself need not name.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="model">The model.</param>
    /// <param name="usage">What was used, reported or counted.</param>
    /// <param name="asked">How the request asked to be served, and whether in a batch.</param>
    /// <param name="destination">The id of the destination that did it; <c>null</c>: the attempt's.</param>
    public PricedUsage Of(LlmAttempt attempt, string? model, in TokenUsage usage, PriceContext asked, string? destination = null)
    {
        var cost = AtDestination(attempt, Of(attempt.Cluster, model, usage, asked), destination);
        // Without counts it is no fault of the prices.
        if (cost.Cost is null && !usage.IsEmpty)
            unknown.Note(attempt.Cluster.ClusterId, model);
        return cost;
    }

    /// <summary>The cost of <paramref name="usage"/> of a model at a cluster, such as an estimate of what is to come.</summary>
    public PricedUsage Of(LlmClusterModel cluster, string? model, in TokenUsage usage, PriceContext asked = default)
    {
        var catalogue = prices.Current;
        var price = Find(catalogue, cluster, model);
        var context = asked with { UsesReportedCost = PriceVendors.ReportsCost(cluster.PriceVendor) };
        if (TokenCost.Of(usage, price, context) is not { } cost)
            return default;
        var isReported = context.UsesReportedCost && usage.ReportedCost is not null && price is not { IsConfigured: true };
        return new(cost, isReported ? PricedUsage.Reported : price!.Version ?? catalogue.Version);
    }

    /// <summary>What a request has cost, where the books will say the same; <c>null</c>: that is not known yet, or some of it has no price.</summary>
    /// <remarks>Nothing is told where a part of it is the gateway's own count, or where a hedge that lost may still be at work: it would be too little.</remarks>
    public decimal? SoFar(LlmExchange exchange)
    {
        if (exchange.Attempt is not { } attempt || exchange.Lost is not null || !UsageReckoner.TryReported(exchange, attempt, out var usage) || usage.IsEmpty)
            return null;
        var asked = Asked(exchange);
        var cost = Reported(attempt, usage, asked);
        if (!exchange.HasPastAttempts)
            return cost;
        foreach (var past in exchange.PastAttempts)
        {
            if (ReferenceEquals(past, attempt))
                continue;
            if (!UsageReckoner.TryReported(exchange, past, out usage))
                return null;
            cost += usage.IsEmpty ? 0 : Reported(past, usage, asked);
        }

        return cost;
    }

    /// <summary>How a request asked to be served.</summary>
    public static PriceContext Asked(LlmExchange exchange) => exchange.Request?.ServiceTier is { } tier
        ? new PriceContext(ServiceTier: ServiceTiers.Parse(Encoding.UTF8.GetBytes(tier)))
        : default;

    /// <summary>What a model costs at a cluster now; <c>null</c>: not known.</summary>
    public ModelPrice? Find(LlmClusterModel cluster, string? model) => Find(prices.Current, cluster, model);

    /// <summary>The cost of what a provider has reported. A price that is missing is noted in the books.</summary>
    private decimal? Reported(LlmAttempt attempt, in TokenUsage usage, PriceContext asked) =>
        AtDestination(attempt, Of(attempt.Cluster, attempt.UpstreamModel ?? attempt.Answer.Model, usage, asked)).Cost;

    private static PricedUsage AtDestination(LlmAttempt attempt, PricedUsage priced, string? destination = null) =>
        attempt.Cluster.PriceFactors.Count > 0 && (destination ?? attempt.Destination?.DestinationId) is { } id && priced.Version != PricedUsage.Reported
            ? priced with { Cost = priced.Cost * attempt.Cluster.PriceFactors.GetValueOrDefault(id, 1m) }
            : priced;

    private ModelPrice? Find(IPriceCatalogue catalogue, LlmClusterModel cluster, string? model) =>
        model is null ? null : catalogue.Find(cluster.PriceVendor, cluster.ClusterId, model, clock.GetUtcNow());
}
