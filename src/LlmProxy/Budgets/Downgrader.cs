using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Planning;
using LlmProxy.Providers;

namespace LlmProxy.Budgets;

/// <summary>Sends a request to a cheaper model than the one that was asked for.</summary>
internal sealed class Downgrader(BudgetCosts costs, ProviderAdapters adapters)
{
    // Prices are compared for as much output as input: what a request really has does not matter where both rates are lower.
    private const long Sample = 1_000;

    /// <summary>Makes its first attempt one with the model <paramref name="to"/>, by whatever cluster of the route serves that.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="to">The cheaper model, as a caller would name it; <c>null</c>: there is none.</param>
    /// <param name="fits">Whether that model does what the request asks for.</param>
    public DowngradeResult Try(LlmExchange exchange, string? to, bool fits)
    {
        if (to is null || exchange.Attempt is not { } asked || exchange.WantedModel is null)
            return DowngradeResult.Impossible;
        var pick = exchange.Route.Router.Pick(to);
        if (pick.Cluster is not { } cluster)
            return DowngradeResult.Impossible;
        var target = new FailoverTarget(cluster, pick.UpstreamModel ?? to, pick.Pattern);
        if (target.IsSamePlace(asked.Target))
            return DowngradeResult.AlreadyCheap;
        var askedCost = CostAt(exchange, asked.Target);
        var cost = CostAt(exchange, target);
        if (askedCost is not null && askedCost <= cost)
            return DowngradeResult.AlreadyCheap;
        // A model without a price cannot be shown to be cheaper than one that has one.
        if ((askedCost is not null && cost is null) || !fits || !MayGo(exchange, asked, target, to))
            return DowngradeResult.Impossible;
        exchange.Attempt = new LlmAttempt(exchange, target, adapters.Get(cluster.Provider));
        exchange.DowngradedModel = to;
        exchange.ModelPattern = pick.Pattern;
        return DowngradeResult.Moved;
    }

    private decimal? CostAt(LlmExchange exchange, FailoverTarget target) => costs.At(exchange, target.Cluster, target.Model, Sample, Sample);

    /// <summary>Whether the key, the request and the provider's protocol let it.</summary>
    private bool MayGo(LlmExchange exchange, LlmAttempt asked, FailoverTarget target, string to)
    {
        var isElsewhere = target.Cluster != asked.Cluster;
        // An object that the request names lives at its cluster; a body that streams through cannot be given another model.
        if ((exchange.IsPinned && isElsewhere) || exchange.StreamsBody || exchange.Path.Endpoint == LlmEndpoint.Realtime)
            return false;
        // A caller's own key is for the vendor that the caller meant.
        if (isElsewhere && target.Cluster.Credential == CredentialSource.Caller)
            return false;
        return exchange.Caller.Scopes.AllowsModel(to) && adapters.Get(target.Cluster.Provider).Supports(exchange.Path.Endpoint);
    }
}
