using LlmProxy.Health.Degradation;
using LlmProxy.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace LlmProxy.Host.Telemetry;

/// <summary>Runs OpenTelemetry's providers as long as the host runs, and flushes them when it stops.</summary>
/// <remarks>This stands for <c>OpenTelemetry.Extensions.Hosting</c>.</remarks>
internal sealed class TelemetryProviders : IHostedService, IDisposable
{
    private const string DefaultServiceName = "llmproxy";
    private const string SuppressServerTags = "Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData";

    // A collector that does not answer may not hold the shutdown up for longer.
    private const int FlushMilliseconds = 5_000;

    private readonly MeterProvider _meters;
    private readonly TracerProvider? _traces;
    private readonly ExportWatch? _exports;

    public TelemetryProviders(
        TelemetryPlan plan, IConfiguration configuration, PrometheusExporter prometheus, ConsoleSpanExporter console, Degradations degradations)
    {
        // ASP.NET Core fills its server span with method, path and host only if this is said before the server starts,
        // as it is: hosted services are made first.
        if (plan.Traces) AppContext.SetSwitch(SuppressServerTags, false);

        var settings = Settings(plan, configuration);
        if (plan.OtlpTraces || plan.OtlpMetrics)
            _exports = new ExportWatch(degradations.Get(ComponentNames.TelemetryExport));
        _meters = BuildMeters(plan, settings, prometheus);
        _traces = plan.Traces ? BuildTraces(plan, settings, console) : null;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    // What is left to export is flushed even when the host has lost its patience with others.
    public Task StopAsync(CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            _traces?.Shutdown(FlushMilliseconds);
            _meters.Shutdown(FlushMilliseconds);
        },
        CancellationToken.None);

    public void Dispose()
    {
        _traces?.Dispose();
        _meters.Dispose();
        _exports?.Dispose();
    }

    private static MeterProvider BuildMeters(TelemetryPlan plan, IConfiguration settings, PrometheusExporter prometheus)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .SetResourceBuilder(Resource())
            .AddMeter(LlmTelemetry.MeterName, "System.Runtime")
            .AddReader(new BaseExportingMetricReader(prometheus));
        if (plan.HttpMetrics)
            builder.AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http");
        if (plan.OtlpMetrics) builder.AddOtlpExporter();
        return builder.Build();
    }

    private static TracerProvider BuildTraces(TelemetryPlan plan, IConfiguration settings, ConsoleSpanExporter console)
    {
        // YARP's own source stays out: its span is of kind server inside a server, and the attempt's span says more.
        var builder = Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(settings))
            .SetResourceBuilder(Resource())
            .AddSource("Microsoft.AspNetCore", "System.Net.Http", LlmTelemetry.SourceName);
        if (plan.SampleRatio is { } ratio)
            builder.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio)));
        if (plan.Console)
            builder.AddProcessor(new BatchActivityExportProcessor(console, scheduledDelayMilliseconds: 500));
        if (plan.OtlpTraces) builder.AddOtlpExporter();
        return builder.Build();
    }

    // The environment comes last, so that OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES win.
    private static ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService(DefaultServiceName, serviceVersion: typeof(TelemetryProviders).Assembly.GetName().Version?.ToString(3))
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    // The exporter reads its standard variables from here. Naming the collector the same way, and not by the
    // exporter's Endpoint property, keeps the rules of its path for HTTP.
    private static IConfiguration Settings(TelemetryPlan plan, IConfiguration configuration)
    {
        var builder = new ConfigurationBuilder().AddConfiguration(configuration);
        if (plan.OtlpEndpoint is { } endpoint)
            builder.AddInMemoryCollection([KeyValuePair.Create<string, string?>(TelemetryPlan.Endpoint, endpoint)]);
        return builder.Build();
    }
}
