using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Limits;

/// <summary>What is measured of limits. All labels are from closed sets: whose limit it was is in the error, not here.</summary>
internal sealed class LimitMetrics
{
    private static readonly double[] WaitBounds = [0.01, 0.05, 0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600];

    private readonly Meter _meter;
    private readonly Counter<long> _refused;
    private readonly Histogram<double> _wait;

    public LimitMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version);
        _refused = _meter.CreateCounter<long>(MetricNames.LimitRefused, "{request}", "Requests that a limit has refused.");
        _wait = _meter.CreateHistogram(
            MetricNames.LimitQueueWait, "s", "How long requests waited for room in their limits.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = WaitBounds });
    }

    /// <summary>Says whose queue and whose places are shown. To be called once.</summary>
    public void Observe(FairQueue queue, LimitGate gate)
    {
        _meter.CreateObservableGauge(MetricNames.LimitQueueLength, () => queue.Length, "{request}", "Requests that wait for room in their limits.");
        _meter.CreateObservableGauge(MetricNames.LimitReservations, () => gate.Held, "{request}", "Requests that hold something of their limits.");
    }

    /// <summary>A request was refused.</summary>
    public void Refused(LimitInfo info) => _refused.Add(
        1,
        new KeyValuePair<string, object?>(TagNames.LimitKind, NameOf(info.Kind)),
        new KeyValuePair<string, object?>(TagNames.LimitScope, info.Scope));

    /// <summary>A request has waited.</summary>
    /// <param name="wait">How long.</param>
    /// <param name="outcome"><c>admitted</c>, <c>refused</c> or <c>gone</c>.</param>
    public void Waited(TimeSpan wait, string outcome) =>
        _wait.Record(wait.TotalSeconds, new KeyValuePair<string, object?>(TagNames.Outcome, outcome));

    /// <summary>The label of a kind.</summary>
    internal static string NameOf(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => "requests_per_minute",
        LimitKind.TokensPerMinute => "tokens_per_minute",
        LimitKind.TokensPerDay => "tokens_per_day",
        LimitKind.ConcurrentRequests => "concurrent_requests",
        LimitKind.Budget => "budget",
        _ => throw new UnreachableException($"Limit {kind} has no label."),
    };
}
