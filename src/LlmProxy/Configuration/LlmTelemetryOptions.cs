using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Configuration;

/// <summary>What is exported about requests, beside the metrics and the log line that always are.</summary>
public sealed class LlmTelemetryOptions
{
    /// <summary>Whether every finished span is written to the console, one line each. Default false.</summary>
    public bool Console { get; set; }

    /// <summary>
    /// The OTLP collector. Not set: exported only if the standard <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> (or its
    /// traces and metrics forms) is.
    /// </summary>
    public string? OtlpEndpoint { get; set; }

    /// <summary>The share of traces that is recorded, where the caller's own trace does not decide. 0 to 1; default 1.</summary>
    [Range(0d, 1d)]
    public double SampleRatio { get; set; } = 1;

    /// <summary>
    /// Whether the metrics that ASP.NET Core and HttpClient make of each exchange (<c>http.server.*</c>, <c>http.client.*</c>) are
    /// exported beside the gateway's own, which tell the same by route, model and cluster. Default false: they cost time on every request.
    /// </summary>
    public bool HttpMetrics { get; set; }
}
