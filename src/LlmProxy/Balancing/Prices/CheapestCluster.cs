using LlmProxy.Configuration;
using LlmProxy.Configuration.Routing;
using LlmProxy.Exchange;
using LlmProxy.Failover.Breakers;
using LlmProxy.Metering.Prices;
using LlmProxy.Providers;
using Yarp.ReverseProxy;

namespace LlmProxy.Balancing.Prices;

/// <summary>Chooses among the clusters of a route that list a model equally precisely the one where the request costs least.</summary>
/// <remarks>
/// A cluster whose price is not known comes after those whose price is, and one all of whose circuits are open, or that has no
/// destination, after all others. Among equals the order of the configuration decides, as without this.
/// </remarks>
internal sealed class CheapestCluster(
    AttemptPrices prices, RequestTokens tokens, ProviderAdapters adapters, IProxyStateLookup lookup, DestinationBreakers breakers)
{
    /// <summary>The choice, which is <paramref name="first"/> unless another is better.</summary>
    public ModelPick Among(LlmExchange exchange, string model, in ModelPick first)
    {
        var best = first;
        var rank = default(Rank);
        var isFirst = true;
        foreach (var pick in exchange.Route.Router.EqualsOf(model, first))
        {
            if (!adapters.Get(pick.Cluster!.Provider).Supports(exchange.Path.Endpoint))
                continue;
            var its = RankOf(exchange, pick.Cluster, pick.UpstreamModel ?? model);
            if (isFirst || its.IsBetterThan(rank))
                (best, rank) = (pick, its);
            isFirst = false;
        }

        return best;
    }

    private Rank RankOf(LlmExchange exchange, LlmClusterModel cluster, string model)
    {
        var usage = new Core.Protocols.TokenUsage { InputTokens = tokens.Prompt(exchange, model), OutputTokens = tokens.Answer(exchange) };
        return new(CanServe(cluster), prices.Of(cluster, model, usage).Cost);
    }

    private bool CanServe(LlmClusterModel cluster)
    {
        if (!lookup.TryGetCluster(cluster.ClusterId, out var state))
            return false;
        foreach (var destination in state.DestinationsState.AvailableDestinations)
        {
            if (breakers.StatusOf(cluster, destination).State != CircuitState.Open)
                return true;
        }

        return false;
    }

    private readonly record struct Rank(bool CanServe, decimal? Cost)
    {
        public bool IsBetterThan(in Rank other) =>
            CanServe != other.CanServe ? CanServe
            : Cost is not { } cost ? false
            : other.Cost is not { } others || cost < others;
    }
}
