using System.Diagnostics.CodeAnalysis;
using LlmProxy.Configuration;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;
using LlmProxy.Health;
using LlmProxy.Providers;
using LlmProxy.Tests.Failover.Breakers;
using LlmProxy.Tests.Failover.Keys;
using LlmProxy.Tests.Failover.Planning;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Health;

public sealed class ClustersHealthCheckTests
{
    private readonly ManualClock _clock = new();
    private readonly DestinationBreakers _breakers;
    private readonly KeyPools _keys;

    public ClustersHealthCheckTests()
    {
        _breakers = TestBreakers.Create(_clock);
        _keys = TestKeys.Create(_clock);
    }

    [Fact]
    public async Task CheckHealthAsync_AllCircuitsOfOneAreOpen_IsDegradedUntilTheyMayBeTried()
    {
        var cluster = Cluster("llm", 2, 2);
        Break(cluster, "d0");
        Assert.Equal(HealthStatus.Healthy, (await CheckAsync(cluster, Cluster("b", 1, 1))).Status);
        Break(cluster, "d1");

        var result = await CheckAsync(cluster, Cluster("b", 1, 1));

        Assert.Equal(HealthStatus.Degraded, result.Status);
        var health = Assert.IsType<ClusterHealth>(result.Data["llm"]);
        Assert.Equal("circuits_open", health.State);
        Assert.Equal(new CircuitHealth("open", 10), health.Circuits!["d0"]);
        // That alone takes no gateway out of service.
        Assert.Equal(HealthStatus.Degraded, (await CheckAsync(cluster)).Status);

        _clock.Advance(TimeSpan.FromSeconds(10));
        result = await CheckAsync(cluster);
        Assert.Equal(HealthStatus.Healthy, result.Status);
        Assert.Equal(new CircuitHealth("half_open", null), Assert.IsType<ClusterHealth>(result.Data["llm"]).Circuits!["d1"]);
    }

    [Fact]
    public async Task CheckHealthAsync_Keys_AreToldByNumber()
    {
        _keys.Note(Llm, Llm.Keys[0], "m", CredentialSignal.Busy, TimeSpan.FromSeconds(7));
        _keys.Note(Llm, Llm.Keys[1], "m", CredentialSignal.Dead, null);

        var result = await CheckAsync(Cluster("llm", 1, 1));

        Assert.Equal(
            [new KeyHealth(1, "busy", 7, 1), new KeyHealth(2, "dead", 60, 0), new KeyHealth(3, "works", null, 0)],
            Assert.IsType<ClusterHealth>(result.Data["llm"]).Keys!);
        Assert.DoesNotContain("secret-", System.Text.Json.JsonSerializer.Serialize(result.Data), StringComparison.Ordinal);
    }

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

    private Task<HealthCheckResult> CheckAsync(params ClusterState[] clusters) =>
        new ClustersHealthCheck(new Lookup(clusters), Configuration(), _breakers, _keys).CheckHealthAsync(new HealthCheckContext());

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

    private static LlmClusterModel Llm { get; } = TestKeys.Named("llm", "secret-1", "secret-2", "secret-3");

    private void Break(ClusterState cluster, string destination)
    {
        for (var i = 0; i < Llm.Breaker.ConsecutiveFailures; i++)
        {
            Assert.True(_breakers.TryEnter(Llm, cluster.DestinationsState.AllDestinations.Single(d => d.DestinationId == destination), out var entry));
            DestinationBreakers.Leave(Llm, entry, BreakerSignal.Failure);
        }
    }

    private static LlmConfigState Configuration()
    {
        var keyless = new LlmClusterModel { ClusterId = "keyless", Provider = ProviderNames.OpenAi, MissingKeys = ["KEY"] };
        var pooled = new LlmClusterModel { ClusterId = "pooled", Provider = ProviderNames.OpenAi, MissingSpares = ["SPARE"] };
        return new LlmConfigState { Current = new LlmConfigModel { Clusters = [keyless, pooled, Llm] } };
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
