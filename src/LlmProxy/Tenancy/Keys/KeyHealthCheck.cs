using LlmProxy.Configuration;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Tells whether callers can be told apart: unready while nobody can get in, degraded while some cannot.</summary>
internal sealed class KeyHealthCheck(KeyRegistry keys, LlmConfigState configuration) : IHealthCheck
{
    /// <summary>The name of the check.</summary>
    public const string Name = "keys";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var proxy = configuration.Current.Proxy;
        var data = new Dictionary<string, object>
        {
            ["required"] = keys.NeedsKey(proxy),
            ["stored"] = keys.Stored.Count,
            ["configured"] = proxy.Keys.Static.Count,
        };
        return Task.FromResult(keys switch
        {
            { IsLoaded: true } => OfConfigured(proxy, data),
            { IsKnown: true } => HealthCheckResult.Degraded("There is no store, and none can be made, so there are no stored keys; it is tried again.", data: data),
            _ => OfUnread(proxy, data),
        });
    }

    private static HealthCheckResult OfConfigured(LlmProxyModel proxy, Dictionary<string, object> data) => proxy.Keys.Missing.Count == 0
        ? HealthCheckResult.Healthy(data: data)
        : HealthCheckResult.Degraded($"Keys of the configuration do not work: {string.Join(", ", proxy.Keys.Missing)} is not set.", data: data);

    private static HealthCheckResult OfUnread(LlmProxyModel proxy, Dictionary<string, object> data) =>
        proxy.AllowAnonymous || proxy.Keys.Static.Any(key => key.Secret is not null)
            ? HealthCheckResult.Degraded("The store cannot be read, so stored keys are not known; it is tried again.", data: data)
            : HealthCheckResult.Unhealthy("The store cannot be read, so stored keys are not known and nobody gets in; it is tried again.", data: data);
}
