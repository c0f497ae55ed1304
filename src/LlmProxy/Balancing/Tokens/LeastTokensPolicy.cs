using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Tokens;

/// <summary>The destination with the fewest tokens under way: those of prompts, and those that answers may have.</summary>
/// <remarks>
/// A long prompt occupies a server for longer than ten short ones do, which a count of requests does not see. The search begins anywhere,
/// so that equals share.
/// </remarks>
internal sealed class LeastTokensPolicy : ILoadBalancingPolicy
{
    private readonly TokenLoads _loads;
    private readonly Func<double> _chance;

    /// <summary>Makes the policy.</summary>
    public LeastTokensPolicy(TokenLoads loads)
        : this(loads, Random.Shared.NextDouble)
    {
    }

    internal LeastTokensPolicy(TokenLoads loads, Func<double> chance)
    {
        _loads = loads;
        _chance = chance;
    }

    /// <inheritdoc/>
    public string Name => BalancingNames.LeastTokens;

    /// <inheritdoc/>
    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var count = availableDestinations.Count;
        if (count == 0)
            return null;
        var start = Math.Min((int)(_chance() * count), count - 1);
        var best = availableDestinations[start];
        var (tokens, requests) = (_loads.Of(best), best.ConcurrentRequestCount);
        for (var i = 1; i < count; i++)
        {
            var other = availableDestinations[(start + i) % count];
            var (itsTokens, itsRequests) = (_loads.Of(other), other.ConcurrentRequestCount);
            if (itsTokens < tokens || (itsTokens == tokens && itsRequests < requests))
                (best, tokens, requests) = (other, itsTokens, itsRequests);
        }

        return best;
    }
}
