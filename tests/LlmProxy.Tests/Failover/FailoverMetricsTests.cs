using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using LlmProxy.Configuration;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Failures;
using LlmProxy.Tests.Failover.Breakers;
using LlmProxy.Tests.Failover.Keys;
using LlmProxy.Tests.Failover.Planning;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Tests.Failover;

public sealed class FailoverMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly List<string> _measured = [];
    private readonly List<string> _instruments = [];

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void CircuitsAndKeys_Changed_AreMeasuredAndLoggedOnce()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        Listen(factory);
        var cluster = TestKeys.Named("up", "secret-1", "secret-2");
        var configuration = new LlmConfigState { Current = new LlmConfigModel { Clusters = [cluster] } };
        var (a, b) = (new DestinationState("a"), new DestinationState("b"));
        var metrics = TestBreakers.Metrics(configuration, new OneCluster(new ClusterState("up") { DestinationsState = new([a, b], [a, b]) }), factory);
        using var log = new LogCollector();
        var clock = new ManualClock();
        var breakers = TestBreakers.Create(clock, metrics: metrics, logger: new Logger<DestinationBreakers>(log));
        var keys = TestKeys.Create(clock, configuration, new Logger<LlmProxy.Failover.Keys.KeyPools>(log));
        metrics.Observe(breakers);
        metrics.Observe(keys);

        for (var i = 0; i < 5; i++)
        {
            breakers.TryEnter(cluster, b, out var entry);
            DestinationBreakers.Leave(cluster, entry, BreakerSignal.Failure);
        }

        keys.Note(cluster, cluster.Keys[1], "m", CredentialSignal.Dead, null);
        keys.Note(cluster, cluster.Keys[1], "m", CredentialSignal.Dead, null);
        _listener.RecordObservableInstruments();

        // Dashboards see these: names and numbers are written out.
        Assert.Equal(["llmproxy.breaker.state", "llmproxy.breaker.transitions", "llmproxy.key.state"], _instruments.Order());
        Assert.Equal(
            [
                "llmproxy.breaker.transitions 1 llmproxy.cluster=up llmproxy.destination=b llmproxy.state=open",
                "llmproxy.breaker.state 0 llmproxy.cluster=up llmproxy.destination=a",
                "llmproxy.breaker.state 3 llmproxy.cluster=up llmproxy.destination=b",
                "llmproxy.key.state 0 llmproxy.cluster=up llmproxy.key=1",
                "llmproxy.key.state 3 llmproxy.cluster=up llmproxy.key=2",
            ],
            _measured);
        Assert.Equal(
            [
                "200 Destination 'b' of cluster 'up' is left alone: 5 of 5 attempts failed (FailuresInRow). It is tried again in 10 s.",
                "210 Key 2 of cluster 'up' is refused: wrong, or without money. Other keys are used; it is tried again in 60 s.",
            ],
            log.Entries.Select(entry => $"{entry.Id.Id} {entry.Text}"));
    }

    [Theory]
    [InlineData(CircuitState.Closed, 0, "closed")]
    [InlineData(CircuitState.Ramping, 1, "ramping")]
    [InlineData(CircuitState.HalfOpen, 2, "half_open")]
    [InlineData(CircuitState.Open, 3, "open")]
    internal void Name_EveryState_IsWhatDashboardsSee(CircuitState state, int number, string name)
    {
        Assert.Equal(number, (int)state);
        Assert.Equal(name, state.Name());
        Assert.Equal(4, Enum.GetValues<CircuitState>().Length);
    }

    private void Listen(IMeterFactory factory)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter.Scope, factory))
                return;
            _instruments.Add(instrument.Name);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    private void Add(Instrument instrument, long value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _measured.Add($"{instrument.Name} {value} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}");

    private sealed class OneCluster(ClusterState cluster) : IProxyStateLookup
    {
        public IEnumerable<ClusterState> GetClusters() => [cluster];

        public IEnumerable<RouteModel> GetRoutes() => [];

        public bool TryGetCluster(string id, [NotNullWhen(true)] out ClusterState? found) => (found = cluster) is not null;

        public bool TryGetRoute(string id, [NotNullWhen(true)] out RouteModel? route) => (route = null) is not null;
    }
}
