using System.Collections.Frozen;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Prices;

/// <summary>The destination with the lowest price factor; among equals the one with the fewest requests under way.</summary>
internal sealed class CheapestPolicy : ILoadBalancingPolicy
{
    /// <inheritdoc/>
    public string Name => BalancingNames.Cheapest;

    /// <inheritdoc/>
    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        Pick(availableDestinations, LlmExchange.Of(context)?.Attempt?.Cluster.PriceFactors ?? FrozenDictionary<string, decimal>.Empty);

    /// <summary>Picks one of <paramref name="available"/>; the factor of one that is not named is 1.</summary>
    internal static DestinationState? Pick(IReadOnlyList<DestinationState> available, FrozenDictionary<string, decimal> factors)
    {
        DestinationState? best = null;
        var (factor, requests) = (0m, 0);
        for (var i = 0; i < available.Count; i++)
        {
            var other = available[i];
            var (itsFactor, itsRequests) = (factors.GetValueOrDefault(other.DestinationId, 1m), other.ConcurrentRequestCount);
            if (best is null || itsFactor < factor || (itsFactor == factor && itsRequests < requests))
                (best, factor, requests) = (other, itsFactor, itsRequests);
        }

        return best;
    }
}
