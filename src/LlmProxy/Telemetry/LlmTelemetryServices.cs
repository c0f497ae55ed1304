using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Telemetry;

/// <summary>Registers what records requests.</summary>
internal static class LlmTelemetryServices
{
    /// <summary>Adds metrics and the request log. Safe to call twice.</summary>
    public static IServiceCollection AddLlmRequestTelemetry(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddLogging();
        services
            .AddSideComponent(ComponentNames.Metrics)
            .AddSideComponent(ComponentNames.Spans)
            .AddSideComponent(ComponentNames.RequestLog)
            .AddSideComponent(ComponentNames.AnswerObservers);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, SpanWatch>());
        services.TryAddSingleton<ModelLabels>();
        services.TryAddSingleton<LlmMetrics>();
        services.TryAddSingleton<RequestLog>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IConfigChangeListener, ReloadMetrics>());
        return services;
    }
}
