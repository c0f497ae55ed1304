using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;

namespace LlmProxy.Host.Telemetry;

/// <summary>Adds export of traces and metrics to the host.</summary>
internal static class TelemetryExtensions
{
    /// <summary>
    /// Adds OpenTelemetry's providers: metrics always, for <c>/metrics</c>; traces where the console or a collector
    /// wants them. What the configuration says when the host starts holds until the process ends.
    /// </summary>
    public static IHostApplicationBuilder AddLlmTelemetry(this IHostApplicationBuilder builder)
    {
        builder.Services.AddSingleton(services => TelemetryPlan.From(
            services.GetRequiredService<LlmConfigState>().Current.Proxy.Telemetry, builder.Configuration));
        builder.Services.AddSingleton<PrometheusExporter>();
        builder.Services.AddSingleton(_ => new ConsoleSpanExporter(Console.Out));
        builder.Services.AddSideComponent(ComponentNames.TelemetryExport);
        builder.Services.AddHostedService<TelemetryProviders>();
        return builder;
    }
}
