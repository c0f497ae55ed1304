using System.Runtime.CompilerServices;
using LlmProxy.Configuration;
using LlmProxy.Failover.Failures;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Failover.Breakers;

/// <summary>The circuits of all destinations.</summary>
/// <remarks>
/// A circuit lives as long as YARP's state of its destination, which a reload keeps, and leaves with it. It is made by the first
/// attempt. Where a cluster's <c>Breaker</c> is not enabled, everything passes and nothing is counted.
/// </remarks>
internal sealed partial class DestinationBreakers(TimeProvider clock, FailoverMetrics metrics, ILogger<DestinationBreakers> logger)
{
    private readonly ConditionalWeakTable<DestinationState, DestinationCircuit> _circuits = [];

    /// <summary>Where chance comes from, from 0 to 1; a test sets its own.</summary>
    public Func<double> Random { get; init; } = System.Random.Shared.NextDouble;

    /// <summary>Those of <paramref name="destinations"/> that may be tried now; the same list where that is all of them.</summary>
    public IReadOnlyList<DestinationState> Available(LlmClusterModel cluster, IReadOnlyList<DestinationState> destinations) =>
        cluster.Breaker.Enabled ? Filter(cluster, destinations, sheds: false) : destinations;

    /// <summary>
    /// As <see cref="Available"/>, but by chance without some of those that have just recovered, so that their traffic grows; to be asked
    /// once for a request. A destination is left out only while another one, neither open nor half open, is left in.
    /// </summary>
    public IReadOnlyList<DestinationState> Offered(LlmClusterModel cluster, IReadOnlyList<DestinationState> destinations) =>
        cluster.Breaker.Enabled ? Filter(cluster, destinations, sheds: true) : destinations;

    /// <summary>How long until the first of the open circuits lets a probe through; <c>null</c> where none is open.</summary>
    public TimeSpan? SoonestRecovery(LlmClusterModel cluster, IReadOnlyList<DestinationState> destinations)
    {
        TimeSpan? soonest = null;
        foreach (var destination in destinations)
        {
            if (StatusOf(cluster, destination).RetryIn is { } wait && !(wait >= soonest))
                soonest = wait;
        }

        return soonest;
    }

    /// <summary>What is shown of a destination's circuit; closed where nothing is known, or nothing is counted.</summary>
    public CircuitStatus StatusOf(LlmClusterModel cluster, DestinationState destination) =>
        cluster.Breaker.Enabled && Find(destination) is { } circuit ? circuit.Status(cluster.Breaker) : default;

    /// <summary>Begins an attempt. A circuit that is half open has room for one at a time; <c>false</c>: it is taken, or the circuit is open.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="destination">Its destination.</param>
    /// <param name="entry">To be given to <see cref="Leave"/> when the attempt ends.</param>
    public bool TryEnter(LlmClusterModel cluster, DestinationState destination, out CircuitEntry entry)
    {
        entry = default;
        if (!cluster.Breaker.Enabled)
            return true;
        var circuit = Find(destination) ?? Make(cluster.ClusterId, destination);
        if (!circuit.TryEnter(cluster.Breaker, out var opening))
            return false;
        entry = new(circuit, opening);
        return true;
    }

    /// <summary>Ends what <see cref="TryEnter"/> began; to be called once for each that was let in.</summary>
    public static void Leave(LlmClusterModel cluster, in CircuitEntry entry, BreakerSignal signal) =>
        entry.Circuit?.Leave(cluster.Breaker, entry.Opening, signal);

    /// <summary>A stream that had been counted as a success has broken off.</summary>
    public static void NoteBroken(LlmClusterModel cluster, in CircuitEntry entry) => entry.Circuit?.Broken(cluster.Breaker, entry.Opening);

    private IReadOnlyList<DestinationState> Filter(LlmClusterModel cluster, IReadOnlyList<DestinationState> all, bool sheds)
    {
        List<DestinationState>? kept = null;
        List<DestinationState>? shed = null;
        var hasSound = false;
        for (var i = 0; i < all.Count; i++)
        {
            var circuit = Find(all[i]);
            if (circuit is null || circuit.IsClosed)
            {
                hasSound = true;
                kept?.Add(all[i]);
                continue;
            }

            var status = circuit.Status(cluster.Breaker);
            var isShed = sheds && status.State == CircuitState.Ramping && Random() >= circuit.Share(cluster.Breaker);
            if (status.RetryIn is null && !isShed)
            {
                hasSound |= status.State is CircuitState.Closed or CircuitState.Ramping;
                kept?.Add(all[i]);
                continue;
            }

            kept ??= [.. all.Take(i)];
            if (isShed)
                (shed ??= []).Add(all[i]);
        }

        if (shed is not null && !hasSound)
            kept!.AddRange(shed);
        return kept ?? all;
    }

    private CircuitBreaker? Find(DestinationState destination) =>
        _circuits.TryGetValue(destination, out var circuit) && circuit.IsOf(destination.Model) ? circuit.Breaker : null;

    private CircuitBreaker Make(string clusterId, DestinationState destination)
    {
        lock (_circuits)
        {
            if (Find(destination) is { } made)
                return made;
            var id = destination.DestinationId;
            var breaker = new CircuitBreaker(clock, change => Tell(clusterId, id, change));
            _circuits.AddOrUpdate(destination, new(breaker, destination.Model));
            return breaker;
        }
    }

    private void Tell(string cluster, string destination, CircuitChange change)
    {
        metrics.CircuitChanged(cluster, destination, change.To);
        switch (change)
        {
            case { Reason: CircuitReason.FailuresInRow or CircuitReason.FailureRate }:
                Log.Opened(logger, destination, cluster, change.Failures, change.Attempts, change.OpenFor.TotalSeconds, change.Reason);
                break;
            case { To: CircuitState.Open }:
                Log.Reopened(logger, destination, cluster, change.OpenFor.TotalSeconds, change.Reason);
                break;
            case { To: CircuitState.HalfOpen }:
                Log.HalfOpen(logger, destination, cluster);
                break;
            case { To: CircuitState.Ramping }:
                Log.Ramping(logger, destination, cluster);
                break;
            default:
                Log.Closed(logger, destination, cluster);
                break;
        }
    }

    // Event ids 200 to 209. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            200, LogLevel.Warning,
            "Destination '{Destination}' of cluster '{Cluster}' is left alone: {Failures} of {Attempts} attempts failed ({Reason}). It is tried again in {OpenSeconds:0.###} s.",
            EventName = "CircuitOpened")]
        public static partial void Opened(
            ILogger logger, string destination, string cluster, int failures, int attempts, double openSeconds, CircuitReason reason);

        [LoggerMessage(
            201, LogLevel.Warning,
            "Destination '{Destination}' of cluster '{Cluster}' has not recovered ({Reason}). It is tried again in {OpenSeconds:0.###} s.",
            EventName = "CircuitReopened")]
        public static partial void Reopened(ILogger logger, string destination, string cluster, double openSeconds, CircuitReason reason);

        [LoggerMessage(
            202, LogLevel.Information, "Destination '{Destination}' of cluster '{Cluster}' is tried again, with one request at a time.",
            EventName = "CircuitHalfOpen")]
        public static partial void HalfOpen(ILogger logger, string destination, string cluster);

        [LoggerMessage(
            203, LogLevel.Information, "Destination '{Destination}' of cluster '{Cluster}' answers again; its share of traffic grows.",
            EventName = "CircuitRamping")]
        public static partial void Ramping(ILogger logger, string destination, string cluster);

        [LoggerMessage(
            204, LogLevel.Information, "Destination '{Destination}' of cluster '{Cluster}' has recovered.", EventName = "CircuitClosed")]
        public static partial void Closed(ILogger logger, string destination, string cluster);
    }
}
