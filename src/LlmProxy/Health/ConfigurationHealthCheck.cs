using System.Globalization;
using LlmProxy.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Health;

/// <summary>Tells which configuration is in force, and why a newer one is not.</summary>
internal sealed class ConfigurationHealthCheck(IConfigurationStatus? status) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        // A host may feed YARP in a way of its own; then there is no file that could be refused.
        if (status is null) return Task.FromResult(HealthCheckResult.Healthy("The host's own."));

        var loaded = string.Create(CultureInfo.InvariantCulture, $"{status.Source}, loaded {status.LoadedAt.UtcDateTime:u}");
        var errors = status.LastErrors;
        return Task.FromResult(errors.Count == 0
            ? HealthCheckResult.Healthy(loaded)
            : HealthCheckResult.Degraded(
                $"The last reload was refused; {loaded} stays in force.",
                data: new Dictionary<string, object> { ["errors"] = errors }));
    }
}
