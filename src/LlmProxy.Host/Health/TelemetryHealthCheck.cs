using LlmProxy.Host.Telemetry;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Host.Health;

/// <summary>Tells what is exported. A collector that is away stops nothing, so this never fails.</summary>
internal sealed class TelemetryHealthCheck(TelemetryPlan plan) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "telemetry";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(HealthCheckResult.Healthy(
            "Metrics at /metrics.",
            new Dictionary<string, object>
            {
                ["console"] = plan.Console,
                ["otlpTraces"] = plan.OtlpTraces,
                ["otlpMetrics"] = plan.OtlpMetrics,
            }));
}
