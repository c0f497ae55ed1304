using LlmProxy.Budgets.Settings;
using LlmProxy.Configuration;
using LlmProxy.Core.Pricing;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Planning;
using LlmProxy.Limits;
using LlmProxy.Metering.Prices;

namespace LlmProxy.Budgets;

/// <summary>What requests may cost at most, for their budgets to hold.</summary>
internal sealed class BudgetCosts(AttemptPrices prices) : ICostEstimate
{
    private const decimal Million = 1_000_000m;

    // For comparing prices: as much output as input.
    private const long Sample = 1_000;

    /// <inheritdoc/>
    /// <remarks>Not known also where no budget asks. Where nobody knows the price, it is the declared ceiling.</remarks>
    public decimal? Of(LlmExchange exchange, long inputTokens, long outputTokens)
    {
        if (exchange.Budgets is null || exchange.Attempt is not { } attempt)
            return null;
        var model = exchange.Route.Proxy.Budgets;
        return At(exchange, attempt.Cluster, attempt.UpstreamModel, inputTokens, outputTokens)
            ?? (model.UnknownPrice == UnknownPricePolicy.Charge ? model.UnknownCeiling : null);
    }

    /// <summary>The most that a request may cost with a model at a cluster; <c>null</c>: no price is known.</summary>
    public decimal? At(LlmExchange exchange, LlmClusterModel cluster, string? model, long inputTokens, long outputTokens)
    {
        if (!BudgetedEndpoints.CountsTokens(exchange.Path.Endpoint) || prices.Find(cluster, model) is not { } price)
            return null;
        // An embedding has no output, whatever was reserved for it.
        var output = exchange.Path.Endpoint == LlmEndpoint.Embeddings ? 0 : outputTokens;
        return ((inputTokens * WorstRates.Input(price)) + (output == 0 ? 0 : output * WorstRates.Output(price))) / Million;
    }

    /// <summary>Whether a fallback may be tried by a request under budgets.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="target">The fallback.</param>
    /// <param name="noDearerThan">Where it goes first, in an emergency; <c>null</c>: what it costs does not matter.</param>
    public bool Permits(LlmExchange exchange, FailoverTarget target, FailoverTarget? noDearerThan)
    {
        var refuses = exchange.Route.Proxy.Budgets.UnknownPrice == UnknownPricePolicy.Refuse;
        if (!refuses && noDearerThan is null)
            return true;
        var cost = At(exchange, target.Cluster, target.Model, Sample, Sample);
        return noDearerThan is { } first ? cost <= At(exchange, first.Cluster, first.Model, Sample, Sample) : cost is not null;
    }
}
