using System.Text.Json;
using LlmProxy.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Host.Health;

/// <summary>Answers <c>/health/live</c> and <c>/health/ready</c>.</summary>
internal static class HealthEndpoints
{
    /// <summary>Whether the process answers at all. Says nothing else.</summary>
    public const string LivePath = "/health/live";

    /// <summary>Whether traffic should come here, with the state of each part.</summary>
    public const string ReadyPath = "/health/ready";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Maps the probe of the process: always 200.</summary>
    public static IEndpointConventionBuilder MapLive(this IEndpointRouteBuilder endpoints) => endpoints.MapHealthChecks(
        LivePath,
        new HealthCheckOptions
        {
            Predicate = static _ => false,
            ResponseWriter = static (context, _) => context.Response.WriteAsJsonAsync(new { status = "live" }, Json),
        });

    /// <summary>Maps the probe of the parts: 200 when all or enough of them work, else 503.</summary>
    public static IEndpointConventionBuilder MapReady(this IEndpointRouteBuilder endpoints) => endpoints.MapHealthChecks(
        ReadyPath,
        new HealthCheckOptions { ResponseWriter = WriteReportAsync });

    private static Task WriteReportAsync(HttpContext context, HealthReport report) => context.Response.WriteAsJsonAsync(
        new
        {
            status = report.Status switch
            {
                _ when report.Entries.TryGetValue(LlmHealthChecks.Shutdown, out var shutdown) && shutdown.Status == HealthStatus.Unhealthy => "stopping",
                HealthStatus.Healthy => "ready",
                HealthStatus.Degraded => "degraded",
                _ => "unready",
            },
            checks = report.Entries.ToDictionary(
                entry => entry.Key,
                entry => new { state = StateOf(entry.Value), detail = DetailOf(entry.Value), data = DataOf(entry.Value) }),
        },
        Json);

    private static string StateOf(in HealthReportEntry entry) => entry.Status switch
    {
        HealthStatus.Healthy => "ok",
        HealthStatus.Degraded => "degraded",
        _ => "failed",
    };

    // The message of an exception may hold what is nobody's business, a connection string for one.
    private static string? DetailOf(in HealthReportEntry entry) =>
        entry.Exception is { } exception ? exception.GetType().Name : entry.Description;

    private static IReadOnlyDictionary<string, object>? DataOf(in HealthReportEntry entry) =>
        entry.Data.Count == 0 ? null : entry.Data;
}
