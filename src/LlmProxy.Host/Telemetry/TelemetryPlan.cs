using LlmProxy.Configuration;

namespace LlmProxy.Host.Telemetry;

/// <summary>What is exported, where, for the life of the process.</summary>
/// <param name="Console">Whether spans are written to the console.</param>
/// <param name="OtlpTraces">Whether spans go to a collector.</param>
/// <param name="OtlpMetrics">Whether metrics go to a collector; <c>/metrics</c> has them in any case.</param>
/// <param name="OtlpEndpoint">The collector that the gateway's own configuration names; <c>null</c> leaves it to the environment.</param>
/// <param name="SampleRatio">The share of traces to record; <c>null</c> leaves it to <c>OTEL_TRACES_SAMPLER</c>.</param>
/// <param name="HttpMetrics">Whether the HTTP metrics of ASP.NET Core and HttpClient are exported too.</param>
internal sealed record TelemetryPlan(
    bool Console, bool OtlpTraces, bool OtlpMetrics, string? OtlpEndpoint, double? SampleRatio, bool HttpMetrics = false)
{
    private const string Disabled = "OTEL_SDK_DISABLED";
    private const string Sampler = "OTEL_TRACES_SAMPLER";
    private const string TracesEndpoint = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private const string MetricsEndpoint = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    /// <summary>The standard variable that names the collector for both signals.</summary>
    public const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>Whether any span is made.</summary>
    public bool Traces => Console || OtlpTraces;

    /// <summary>Reads the plan from the gateway's configuration and OpenTelemetry's standard variables.</summary>
    public static TelemetryPlan From(LlmTelemetryModel options, IConfiguration configuration)
    {
        if (string.Equals(configuration[Disabled], "true", StringComparison.OrdinalIgnoreCase))
            return new TelemetryPlan(false, false, false, null, null);

        var endpoint = options.OtlpEndpoint?.OriginalString;
        var both = endpoint is not null || IsSet(configuration, Endpoint);
        return new TelemetryPlan(
            options.Console,
            both || IsSet(configuration, TracesEndpoint),
            both || IsSet(configuration, MetricsEndpoint),
            endpoint,
            IsSet(configuration, Sampler) ? null : options.SampleRatio,
            options.HttpMetrics);
    }

    private static bool IsSet(IConfiguration configuration, string name) => !string.IsNullOrWhiteSpace(configuration[name]);
}
