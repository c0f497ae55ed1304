using LlmProxy.Health;
using LlmProxy.Health.Degradation;
using LlmProxy.Host.Access;
using LlmProxy.Host.Budgets;
using LlmProxy.Host.Evaluations;
using LlmProxy.Host.Failover;
using LlmProxy.Host.Guardrails;
using LlmProxy.Host.Health;
using LlmProxy.Host.Limits;
using LlmProxy.Host.Metering;
using LlmProxy.Host.Prompts;
using LlmProxy.Host.Prompts.Quality;
using LlmProxy.Host.Startup;
using LlmProxy.Host.Telemetry;
using LlmProxy.Host.Tenancy;

namespace LlmProxy.Host;

/// <summary>Adds what those who run the gateway look at.</summary>
internal static class OperationsExtensions
{
    /// <summary>Adds health checks and the rule of who may see them.</summary>
    public static IHostApplicationBuilder AddLlmOperations(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton<AdminAccess>();
        builder.Services.AddSingleton<KeyEndpoints>();
        builder.Services.AddSingleton<PromptEndpoints>();
        builder.Services
            .AddLlmHealthChecks()
            .AddLlmHealthCheck(TelemetryHealthCheck.Name, services =>
                new TelemetryHealthCheck(services.GetRequiredService<TelemetryPlan>(), services.GetRequiredService<Degradations>()));

        // A degraded part would be warned of at each probe, every few seconds; the probe itself has the answer.
        builder.Logging.AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.Error);
        return builder;
    }

    /// <summary>Maps health, metrics, <c>/v1/shadows</c>, <c>/v1/costs</c>, <c>/v1/prompts</c>, <c>/v1/evaluations</c> and what stands under <c>/v1/admin</c>.</summary>
    public static void MapLlmOperations(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapLive().WithoutTrace();
        endpoints.MapReady().WithoutTrace().RequireAdmin(settings => settings.OpenHealth);
        endpoints.MapGet("/metrics", PrometheusEndpoint.InvokeAsync).WithoutTrace()
            .RequireAdmin(settings => settings.OpenMetrics);
        endpoints.MapGet("/v1/shadows", ShadowsEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/admin/limits", LimitsEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/costs", CostsEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/costs/export", CostsExportEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/evaluations", EvaluationsEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.Map("/v1/evaluations/{**rest}", NotFound.AnswerAsync).WithoutTrace();
        endpoints.MapKeys();
        endpoints.MapPrompts();
        endpoints.MapPromptQuality();
        endpoints.MapGet("/v1/admin/budgets", BudgetsEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapGet("/v1/admin/guardrails", CoverageEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.MapPost("/v1/guardrails/check", GuardCheckEndpoint.InvokeAsync).WithoutTrace().RequireAdmin();
        endpoints.Map("/v1/guardrails/{**rest}", NotFound.AnswerAsync).WithoutTrace();
        // A mistyped path or method must not become a request to a provider, which would get the admin key.
        endpoints.Map("/v1/admin/{**rest}", NotFound.AnswerAsync).WithoutTrace();
    }
}
