using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Webhooks;

/// <summary>What is measured of deliveries. Receivers are those of the configuration.</summary>
internal sealed class WebhookMetrics
{
    /// <summary>The receiver has it.</summary>
    public const string Delivered = "delivered";

    /// <summary>The receiver answered with another status than 2xx.</summary>
    public const string Refused = "refused";

    /// <summary>There was no answer.</summary>
    public const string Failed = "failed";

    /// <summary>Given up since it could not be delivered for too long.</summary>
    public const string Expired = "expired";

    /// <summary>Given up since too many wait.</summary>
    public const string Full = "full";

    private readonly Meter _meter;
    private readonly Counter<long> _deliveries;
    private readonly Counter<long> _dropped;

    public WebhookMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _deliveries = _meter.CreateCounter<long>(MetricNames.WebhookDeliveries, "{delivery}", "Tries to deliver events.");
        _dropped = _meter.CreateCounter<long>(MetricNames.WebhookDropped, "{event}", "Events that were given up.");
    }

    /// <summary>A delivery was tried.</summary>
    public void Tried(string receiver, string outcome) => _deliveries.Add(
        1, new KeyValuePair<string, object?>(TagNames.Receiver, receiver), new KeyValuePair<string, object?>(TagNames.Outcome, outcome));

    /// <summary>Events were given up.</summary>
    public void Dropped(string receiver, string outcome, int events) => _dropped.Add(
        events, new KeyValuePair<string, object?>(TagNames.Receiver, receiver), new KeyValuePair<string, object?>(TagNames.Outcome, outcome));

    /// <summary>Says where waiting events are counted. To be called once.</summary>
    public void Observe(Func<int> pending) =>
        _meter.CreateObservableGauge(MetricNames.WebhookPending, pending, "{event}", "Events that are still to be delivered.");
}
