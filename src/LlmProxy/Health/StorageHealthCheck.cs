using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Health;

/// <summary>Tells where records and state are kept, and whether they get there. Requests are served without, so this never fails.</summary>
internal sealed class StorageHealthCheck(StorageChoice storage, StorageMetrics metrics, Degradations degradations) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(storage.Backend.Describe())
        {
            ["queuedRecords"] = metrics.LedgerQueue,
            ["queuedDocuments"] = metrics.StateQueue,
        };
        return Task.FromResult(degradations.Get(ComponentNames.Storage).Current is { } broken
            ? HealthCheckResult.Degraded($"Nothing can be written: {broken.Reason}. It waits in memory.", data: data)
            : HealthCheckResult.Healthy("Records and state are kept.", data));
    }
}
