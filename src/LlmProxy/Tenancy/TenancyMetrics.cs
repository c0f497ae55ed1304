using System.Diagnostics.Metrics;
using LlmProxy.Telemetry;

namespace LlmProxy.Tenancy;

/// <summary>What is measured of callers.</summary>
/// <remarks>Whoever tries keys in bulk shows here; a line in the log for each try would be another way to fill the disk.</remarks>
internal sealed class TenancyMetrics
{
    private readonly Counter<long> _refused;

    public TenancyMetrics(IMeterFactory meters) => _refused = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version)
        .CreateCounter<long>(MetricNames.CallersRefused, "{request}", "Requests whose key did not open what they asked for.");

    /// <summary>A request was turned away.</summary>
    public void Refused(KeyRefusal refusal) => _refused.Add(1, new KeyValuePair<string, object?>(TagNames.Reason, refusal.ToTag()));
}
