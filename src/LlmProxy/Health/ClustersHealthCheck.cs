using LlmProxy.Configuration;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Keys;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Health;

/// <summary>Tells which clusters can serve.</summary>
/// <remarks>
/// A cluster that lacks its key is as the operator left it, and no fault; one that has lost its last destination is, and so is one all
/// of whose circuits are open. Those alone never make the gateway unready: they come back by themselves, and until then callers get
/// an error that says when, which is better than no gateway.
/// </remarks>
internal sealed class ClustersHealthCheck(
    IProxyStateLookup proxy, LlmConfigState configuration, DestinationBreakers breakers, KeyPools keys) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var clusters = new SortedDictionary<string, object>(StringComparer.Ordinal);
        var models = configuration.Current.Clusters.ToDictionary(model => model.ClusterId, StringComparer.OrdinalIgnoreCase);
        foreach (var cluster in proxy.GetClusters())
            clusters[cluster.ClusterId] = HealthOf(cluster, models.GetValueOrDefault(cluster.ClusterId));
        return Task.FromResult(Judge(clusters));
    }

    private static HealthCheckResult Judge(SortedDictionary<string, object> clusters)
    {
        var usable = clusters.Values.Count(c => c is ClusterHealth { State: ClusterHealth.Usable });
        var waiting = clusters.Values.Count(c => c is ClusterHealth { State: ClusterHealth.CircuitsOpen });
        var lost = waiting + clusters.Values.Count(c => c is ClusterHealth { State: ClusterHealth.NoDestination });
        var summary = $"{usable} of {clusters.Count} can serve.";
        if (usable + waiting == 0) return HealthCheckResult.Unhealthy(summary, data: clusters);
        return lost > 0 ? HealthCheckResult.Degraded(summary, data: clusters) : HealthCheckResult.Healthy(summary, clusters);
    }

    private ClusterHealth HealthOf(ClusterState cluster, LlmClusterModel? model)
    {
        var destinations = cluster.DestinationsState;
        var available = destinations.AvailableDestinations.Count;
        var state = model?.IsUsable is false ? ClusterHealth.MissingKey
            : available == 0 ? ClusterHealth.NoDestination
            : model is not null && AllOpen(model, destinations.AvailableDestinations) ? ClusterHealth.CircuitsOpen
            : ClusterHealth.Usable;
        return new ClusterHealth(state, available, destinations.AllDestinations.Count, [.. model?.MissingKeys ?? [], .. model?.MissingSpares ?? []])
        {
            Circuits = model is null ? null : new SortedDictionary<string, CircuitHealth>(
                destinations.AllDestinations.ToDictionary(destination => destination.DestinationId, destination => HealthOf(model, destination)),
                StringComparer.Ordinal),
            Keys = model is null ? null : [.. model.Keys.Select(key => HealthOf(model, key))],
        };
    }

    private bool AllOpen(LlmClusterModel model, IReadOnlyList<DestinationState> destinations) =>
        destinations.All(destination => breakers.StatusOf(model, destination).State == CircuitState.Open);

    private CircuitHealth HealthOf(LlmClusterModel model, DestinationState destination)
    {
        var status = breakers.StatusOf(model, destination);
        return new(model.Breaker.Enabled ? status.State.Name() : "off", Seconds(status.RetryIn));
    }

    private KeyHealth HealthOf(LlmClusterModel model, ApiKeyModel key)
    {
        var status = keys.StatusOf(model, key);
        return new(key.Number, status.State.Name(), Seconds(status.RetryIn), status.Models);
    }

    private static double? Seconds(TimeSpan? wait) => wait is { } time ? Math.Round(time.TotalSeconds, 1) : null;
}
