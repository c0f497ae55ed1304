using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Health.Shutdown;

/// <summary>Not healthy once the gateway has been told to stop, so that no new traffic comes here.</summary>
internal sealed class ShutdownHealthCheck(ShutdownState state) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(state.IsStopping ? HealthCheckResult.Unhealthy("The gateway is stopping.") : HealthCheckResult.Healthy("Serving."));
}
