using LlmProxy.Balancing.Settings;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Latency;

/// <summary>Of two destinations picked at random, the one that is likely to give its first token sooner.</summary>
/// <remarks>
/// Compared is <c>estimate · (requests under way + 1)</c>, as in Finagle's peak-EWMA balancer; of two at random, so that a
/// good one is not flooded before its measurements tell (M. Mitzenmacher, The Power of Two Choices, 2001). The estimate fades
/// while nothing is measured, so one that was slow is tried again.
/// </remarks>
internal sealed class LeastLatencyPolicy : ILoadBalancingPolicy
{
    private static readonly LeastLatencyOptions Defaults = new();
    private readonly LatencyBoard _board;
    private readonly Func<double> _chance;

    /// <summary>Makes the policy.</summary>
    public LeastLatencyPolicy(LatencyBoard board)
        : this(board, Random.Shared.NextDouble)
    {
    }

    internal LeastLatencyPolicy(LatencyBoard board, Func<double> chance)
    {
        _board = board;
        _chance = chance;
    }

    /// <inheritdoc/>
    public string Name => BalancingNames.LeastLatency;

    /// <inheritdoc/>
    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var exchange = LlmExchange.Of(context);
        return Pick(availableDestinations, exchange is { Stream: true }, exchange?.Attempt?.Cluster.LeastLatency ?? Defaults);
    }

    /// <summary>Picks one of <paramref name="available"/>.</summary>
    internal DestinationState? Pick(IReadOnlyList<DestinationState> available, bool streamed, LeastLatencyOptions options)
    {
        var count = available.Count;
        if (count < 2)
            return count == 0 ? null : available[0];
        var one = Index(count);
        var other = Index(count - 1);
        if (other >= one)
            other++;
        var now = _board.NowMs;
        var halfLife = options.HalfLife.TotalMilliseconds;
        return IsSooner(available[other], available[one], streamed, now, halfLife) ? available[other] : available[one];
    }

    private bool IsSooner(DestinationState candidate, DestinationState than, bool streamed, long now, double halfLife)
    {
        var (mine, theirs) = (_board.Of(candidate).Estimate(streamed, now, halfLife), _board.Of(than).Estimate(streamed, now, halfLife));
        var (myRequests, theirRequests) = (candidate.ConcurrentRequestCount, than.ConcurrentRequestCount);
        // What was never measured is tried, with one request; until its answer it passes for as good as the other.
        if (mine is null && theirs is not null && myRequests == 0)
            return true;
        if (theirs is null && mine is not null && theirRequests == 0)
            return false;
        return (mine ?? theirs ?? 1) * (myRequests + 1) < (theirs ?? mine ?? 1) * (theirRequests + 1);
    }

    private int Index(int count) => Math.Min((int)(_chance() * count), count - 1);
}
