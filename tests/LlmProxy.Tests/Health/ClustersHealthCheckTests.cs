using System.Diagnostics.CodeAnalysis;
using LlmProxy.Configuration;
using LlmProxy.Health;
using LlmProxy.Providers;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Health;

public sealed class ClustersHealthCheckTests
{
    [Fact]
    public async Task CheckHealthAsync_OneLostItsDestinations_IsDegraded()
    {
        var result = await CheckAsync(Cluster("a", all: 2, available: 1), Cluster("b", all: 2, available: 0));

        Assert.Equal(HealthStatus.Degraded, result.Status);
        Assert.Equal("1 of 2 can serve.", result.Description);
        Assert.Equal(("usable", 1, 2), Shape(result, "a"));
        Assert.Equal(("no_destination", 0, 2), Shape(result, "b"));
    }

    [Fact]
    public async Task CheckHealthAsync_OneLacksItsKey_IsHealthy()
    {
        var result = await CheckAsync(Cluster("a", 1, 1), Cluster("keyless", 1, 1));

        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal("missing_key", Shape(result, "keyless").State);
    }

    [Fact]
    public async Task CheckHealthAsync_OneLacksAKeyOfItsPool_IsUsableAndSaysSo()
    {
        var result = await CheckAsync(Cluster("pooled", 1, 1));

        Assert.Equal(HealthStatus.Healthy, result.Status);
        var health = Assert.IsType<ClusterHealth>(result.Data["pooled"]);
        Assert.Equal("usable", health.State);
        Assert.Equal(["SPARE"], health.Missing);
    }

    [Fact]
    public async Task CheckHealthAsync_KeylessAndLost_IsUnhealthy() => Assert.Equal(
        HealthStatus.Unhealthy, (await CheckAsync(Cluster("a", 1, 0), Cluster("keyless", 1, 1))).Status);

    [Fact]
    public async Task CheckHealthAsync_NoClusters_IsUnhealthy() =>
        Assert.Equal(HealthStatus.Unhealthy, (await CheckAsync()).Status);

    private static Task<HealthCheckResult> CheckAsync(params ClusterState[] clusters) =>
        new ClustersHealthCheck(new Lookup(clusters), Configuration()).CheckHealthAsync(new HealthCheckContext());

    private static (string State, int Available, int Destinations) Shape(HealthCheckResult result, string cluster)
    {
        var health = Assert.IsType<ClusterHealth>(result.Data[cluster]);
        return (health.State, health.Available, health.Destinations);
    }

    private static ClusterState Cluster(string id, int all, int available)
    {
        DestinationState[] destinations = [.. Enumerable.Range(0, all).Select(i => new DestinationState($"d{i}"))];
        return new ClusterState(id) { DestinationsState = new(destinations, destinations[..available]) };
    }

    private static LlmConfigState Configuration()
    {
        var keyless = new LlmClusterModel { ClusterId = "keyless", Provider = ProviderNames.OpenAi, MissingKeys = ["KEY"] };
        var pooled = new LlmClusterModel { ClusterId = "pooled", Provider = ProviderNames.OpenAi, MissingSpares = ["SPARE"] };
        return new LlmConfigState { Current = new LlmConfigModel { Clusters = [keyless, pooled] } };
    }

    private sealed class Lookup(ClusterState[] clusters) : IProxyStateLookup
    {
        public IEnumerable<ClusterState> GetClusters() => clusters;

        public IEnumerable<RouteModel> GetRoutes() => [];

        public bool TryGetCluster(string id, [NotNullWhen(true)] out ClusterState? cluster) =>
            (cluster = clusters.FirstOrDefault(c => c.ClusterId == id)) is not null;

        public bool TryGetRoute(string id, [NotNullWhen(true)] out RouteModel? route) => (route = null) is not null;
    }
}
