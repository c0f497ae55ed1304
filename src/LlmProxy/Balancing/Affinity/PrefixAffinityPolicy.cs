using System.Runtime.CompilerServices;
using LlmProxy.Balancing.Settings;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;
using Yarp.ReverseProxy.LoadBalancing;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Balancing.Affinity;

/// <summary>Sends a prompt to the replica that has served the longest prefix of it, within a bound on every replica's load.</summary>
internal sealed class PrefixAffinityPolicy : ILoadBalancingPolicy
{
    private static readonly PrefixAffinityOptions Defaults = new();
    private readonly ConditionalWeakTable<ClusterState, AffinityState> _states = [];
    private readonly PrefixKey _key;
    private readonly TimeProvider _clock;
    private readonly Func<double> _chance;

    /// <summary>Makes the policy.</summary>
    public PrefixAffinityPolicy(TimeProvider clock)
        : this(clock, PrefixKey.Random(), Random.Shared.NextDouble)
    {
    }

    internal PrefixAffinityPolicy(TimeProvider clock, PrefixKey key, Func<double> chance)
    {
        _clock = clock;
        _key = key;
        _chance = chance;
    }

    /// <inheritdoc/>
    public string Name => BalancingNames.PrefixAffinity;

    /// <inheritdoc/>
    public DestinationState? PickDestination(HttpContext context, ClusterState cluster, IReadOnlyList<DestinationState> availableDestinations)
    {
        var exchange = LlmExchange.Of(context);
        // Only a body that was read as a JSON object has a prompt that can be found.
        var body = exchange is { Request: not null, Body: { } read } ? read.Memory.Span : default;
        return Pick(
            cluster, availableDestinations, exchange?.Attempt?.UpstreamModel, body, exchange?.Attempt?.Cluster.PrefixAffinity ?? Defaults);
    }

    /// <summary>Picks one of <paramref name="available"/>.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="available">The destinations to choose among.</param>
    /// <param name="model">The model's name at the provider.</param>
    /// <param name="body">The request's JSON object; empty: there is none.</param>
    /// <param name="options">The cluster's settings.</param>
    internal DestinationState? Pick(
        ClusterState cluster, IReadOnlyList<DestinationState> available, string? model, ReadOnlySpan<byte> body, PrefixAffinityOptions options)
    {
        if (available.Count == 0)
            return null;
        var prefixes = new PromptPrefixes(_key, model, PromptParts.Find(body), stackalloc PrefixMark[PromptPrefixes.Capacity]);
        if (prefixes.Count == 0)
            return LeastBusy(available);
        if (!_states.TryGetValue(cluster, out var state))
            state = _states.GetValue(cluster, _ => new AffinityState(_key));
        // Both are set before a request comes; a list of the available ones alone does for a cluster that is still being made.
        var replicas = state.Replicas(cluster.DestinationsState is { AllDestinations: { Count: > 0 } all } ? all : available);
        var nowMs = (long)_clock.GetElapsedTime(0).TotalMilliseconds;
        // More destinations than this cost an allocation.
        Span<int> loads = replicas.Count <= 256 ? stackalloc int[replicas.Count] : new int[replicas.Count];
        var choice = new AffinityChoice(replicas, available, loads, options, nowMs);
        var chosen = choice.Choose(prefixes, state.Table(options));
        // Not in the set: the configuration changes at this moment.
        return chosen?.Destination ?? LeastBusy(available);
    }

    /// <summary>The one with the fewest requests under way; among equals any.</summary>
    private DestinationState LeastBusy(IReadOnlyList<DestinationState> available)
    {
        var count = available.Count;
        var first = Math.Min((int)(_chance() * count), count - 1);
        var best = available[first];
        for (var i = 1; i < count; i++)
        {
            var next = available[(first + i) % count];
            if (next.ConcurrentRequestCount < best.ConcurrentRequestCount)
                best = next;
        }

        return best;
    }
}
