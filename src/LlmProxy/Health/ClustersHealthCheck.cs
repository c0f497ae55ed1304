using LlmProxy.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Health;

/// <summary>Tells which clusters can serve.</summary>
/// <remarks>A cluster that lacks its key is as the operator left it, and no fault; one that has lost its last destination is.</remarks>
internal sealed class ClustersHealthCheck(IProxyStateLookup proxy, LlmConfigState configuration) : IHealthCheck
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
        var lost = clusters.Values.Count(c => c is ClusterHealth { State: ClusterHealth.NoDestination });
        var summary = $"{usable} of {clusters.Count} can serve.";
        if (usable == 0) return HealthCheckResult.Unhealthy(summary, data: clusters);
        return lost > 0 ? HealthCheckResult.Degraded(summary, data: clusters) : HealthCheckResult.Healthy(summary, clusters);
    }

    private static ClusterHealth HealthOf(ClusterState cluster, LlmClusterModel? model)
    {
        var destinations = cluster.DestinationsState;
        var available = destinations.AvailableDestinations.Count;
        var state = model?.IsUsable is false ? ClusterHealth.MissingKey
            : available == 0 ? ClusterHealth.NoDestination
            : ClusterHealth.Usable;
        return new ClusterHealth(state, available, destinations.AllDestinations.Count, [.. model?.MissingKeys ?? [], .. model?.MissingSpares ?? []]);
    }
}
