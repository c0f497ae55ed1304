using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Metering.Prices;

/// <summary>Tells which prices are in force, why a newer file is not, and which models were used lately without a price.</summary>
internal sealed class PriceHealthCheck(PriceState prices, PriceFiles files, UnknownPrices unknown) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var errors = files.Errors;
        var without = unknown.Recent();
        var version = prices.Current.Version;
        if (errors.Count == 0 && without.Count == 0)
            return Task.FromResult(HealthCheckResult.Healthy($"Version {version}, {prices.Book.Source}."));

        var data = new Dictionary<string, object>();
        if (errors.Count > 0)
            data["errors"] = errors.Select(error => error.ToString()).ToArray();
        if (without.Count > 0)
            data["without_price"] = without.OrderBy(one => one.Cluster, StringComparer.Ordinal).ThenBy(one => one.Model, StringComparer.Ordinal).Select(Describe).ToArray();
        var problem = errors.Count > 0 ? "The price file is refused; " : "";
        var missing = without.Count > 0 ? $"{without.Count} models were used without a price in the last hour; " : "";
        return Task.FromResult(HealthCheckResult.Degraded($"{problem}{missing}version {version} is in force.", data: data));
    }

    private static Dictionary<string, string?> Describe((string Cluster, string? Model, DateTimeOffset LastUsed) one) => new()
    {
        ["cluster"] = one.Cluster,
        ["model"] = one.Model,
        ["last_used"] = one.LastUsed.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
    };
}
