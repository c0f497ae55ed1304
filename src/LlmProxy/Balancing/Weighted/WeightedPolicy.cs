using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Weighted;

/// <summary>Gives every destination its share of the requests, evenly mixed.</summary>
/// <remarks>
/// The <i>n</i>-th request takes the point <c>n · φ mod 1</c> of the weights laid end to end, φ being the golden ratio's
/// fraction. These points fill the line as evenly as a sequence can (H. Weyl 1916; D. Knuth, The Art of Computer Programming 3,
/// §6.4, theorem S): after any number of requests each destination is within a few requests of its share, without a lock and
/// without a plan that a destination's coming or going would upset.
/// </remarks>
internal sealed class WeightedPolicy : ILoadBalancingPolicy
{
    /// <summary>2^64 / ((1 + √5) / 2), the golden ratio's fraction in 64 bits.</summary>
    private const ulong Golden = 0x9E37_79B9_7F4A_7C15;

    private readonly ConditionalWeakTable<ClusterState, StrongBox<long>> _turns = [];
    private readonly Func<double> _chance;

    /// <summary>Makes the policy.</summary>
    public WeightedPolicy()
        : this(Random.Shared.NextDouble)
    {
    }

    internal WeightedPolicy(Func<double> chance) => _chance = chance;

    /// <inheritdoc/>
    public string Name => BalancingNames.Weighted;

    /// <inheritdoc/>
    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations) =>
        Pick(cluster, availableDestinations, LlmExchange.Of(context)?.Attempt?.Cluster.Weights ?? FrozenDictionary<string, int>.Empty);

    /// <summary>Picks one of <paramref name="available"/>; the weight of one that is not named is 1.</summary>
    internal DestinationState? Pick(ClusterState cluster, IReadOnlyList<DestinationState> available, FrozenDictionary<string, int> weights)
    {
        var count = available.Count;
        if (count == 0)
            return null;
        var total = 0L;
        for (var i = 0; i < count; i++)
            total += Weight(weights, available[i]);
        var point = Turn(cluster) * Golden;
        // Weight 0 means: only when there is no other.
        if (total == 0)
            return available[(int)Math.BigMul(point, (ulong)count, out _)];

        var rest = (long)Math.BigMul(point, (ulong)total, out _);
        for (var i = 0; i < count; i++)
        {
            rest -= Weight(weights, available[i]);
            if (rest < 0)
                return available[i];
        }

        return available[count - 1];
    }

    private static int Weight(FrozenDictionary<string, int> weights, DestinationState destination) =>
        weights.TryGetValue(destination.DestinationId, out var weight) ? weight : 1;

    private ulong Turn(ClusterState cluster)
    {
        // Begun anywhere, so that several gateways do not all begin with the same destination.
        if (!_turns.TryGetValue(cluster, out var turn))
            turn = _turns.GetValue(cluster, _ => new StrongBox<long>((long)(_chance() * int.MaxValue)));
        return (ulong)Interlocked.Increment(ref turn.Value);
    }
}
