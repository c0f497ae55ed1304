using LlmProxy.Health.Degradation;
using LlmProxy.Host.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Host.Health;

/// <summary>Tells what is exported, and whether it arrives. A collector that is away stops nothing, so this never fails.</summary>
internal sealed class TelemetryHealthCheck(TelemetryPlan plan, Degradations degradations) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "telemetry";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>
        {
            ["console"] = plan.Console,
            ["otlpTraces"] = plan.OtlpTraces,
            ["otlpMetrics"] = plan.OtlpMetrics,
        };
        return Task.FromResult(degradations.Get(ComponentNames.TelemetryExport).Current is { } broken
            ? HealthCheckResult.Degraded($"The collector gets nothing: {broken.Reason}. Metrics at /metrics.", data: data)
            : HealthCheckResult.Healthy("Metrics at /metrics.", data));
    }
}
