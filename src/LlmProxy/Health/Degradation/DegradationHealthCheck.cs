using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Health.Degradation;

/// <summary>Tells which side components are broken. The gateway serves without them, so this never fails.</summary>
internal sealed class DegradationHealthCheck(Degradations degradations) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var components = new SortedDictionary<string, object>(StringComparer.Ordinal);
        var broken = 0;
        foreach (var component in degradations.Components.Values)
        {
            var current = component.Current;
            if (current is not null)
                broken++;
            components[component.Name] = new ComponentHealth(current is null ? "ok" : "degraded", current?.Since, current?.Reason);
        }

        return Task.FromResult(broken == 0
            ? HealthCheckResult.Healthy("All work.", components)
            : HealthCheckResult.Degraded($"{broken} of {components.Count} do not work; requests go on without them.", data: components));
    }
}
