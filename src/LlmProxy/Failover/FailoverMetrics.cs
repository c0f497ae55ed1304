using System.Diagnostics.Metrics;
using System.Globalization;
using LlmProxy.Configuration;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Keys;
using LlmProxy.Telemetry;
using Yarp.ReverseProxy;

namespace LlmProxy.Failover;

/// <summary>What is measured of circuits and keys. All labels stand in the configuration.</summary>
internal sealed class FailoverMetrics
{
    private readonly Meter _meter;
    private readonly Lazy<IProxyStateLookup> _proxy;
    private readonly LlmConfigState _configuration;
    private readonly Counter<long> _transitions;

    public FailoverMetrics(IMeterFactory meters, Lazy<IProxyStateLookup> proxy, LlmConfigState configuration)
    {
        _proxy = proxy;
        _configuration = configuration;
        _meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _transitions = _meter.CreateCounter<long>(MetricNames.BreakerTransitions, "{transition}", "Changes of destinations' circuits.");
    }

    /// <summary>A destination's circuit is in another state.</summary>
    public void CircuitChanged(string cluster, string destination, CircuitState state) => _transitions.Add(
        1,
        new(TagNames.Cluster, cluster),
        new(TagNames.Destination, destination),
        new(TagNames.State, state.Name()));

    /// <summary>Says whose circuits are shown. To be called once.</summary>
    public void Observe(DestinationBreakers breakers) => _meter.CreateObservableGauge(
        MetricNames.BreakerState, () => States(breakers), null, "State of destinations' circuits: 0 closed, 1 ramping, 2 half open, 3 open.");

    /// <summary>Says whose keys are shown. To be called once.</summary>
    public void Observe(KeyPools keys) => _meter.CreateObservableGauge(
        MetricNames.KeyState, () => States(keys), null, "State of clusters' keys: 0 works, 1 at a limit, 2 not permitted for a model, 3 refused.");

    private IEnumerable<Measurement<int>> States(DestinationBreakers breakers)
    {
        foreach (var cluster in _configuration.Current.Clusters)
        {
            if (!cluster.Breaker.Enabled || !_proxy.Value.TryGetCluster(cluster.ClusterId, out var state))
                continue;
            foreach (var destination in state.DestinationsState.AllDestinations)
            {
                yield return new(
                    (int)breakers.StatusOf(cluster, destination).State,
                    new KeyValuePair<string, object?>(TagNames.Cluster, cluster.ClusterId),
                    new KeyValuePair<string, object?>(TagNames.Destination, destination.DestinationId));
            }
        }
    }

    private IEnumerable<Measurement<int>> States(KeyPools keys)
    {
        foreach (var cluster in _configuration.Current.Clusters)
        {
            foreach (var key in cluster.Keys)
            {
                yield return new(
                    (int)keys.StatusOf(cluster, key).State,
                    new KeyValuePair<string, object?>(TagNames.Cluster, cluster.ClusterId),
                    new KeyValuePair<string, object?>(TagNames.Key, key.Number.ToString(CultureInfo.InvariantCulture)));
            }
        }
    }
}
