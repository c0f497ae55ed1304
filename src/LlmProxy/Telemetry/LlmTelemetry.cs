using System.Diagnostics;

namespace LlmProxy.Telemetry;

/// <summary>The names under which a host listens to the plugin, and the source of its spans.</summary>
public static class LlmTelemetry
{
    /// <summary>The name of the one <see cref="ActivitySource"/>.</summary>
    public const string SourceName = "LlmProxy";

    /// <summary>The name of the one <see cref="System.Diagnostics.Metrics.Meter"/>.</summary>
    public const string MeterName = "LlmProxy";

    /// <summary>The category of the log line that each request leaves; see <see cref="RequestLog"/>.</summary>
    public const string RequestLogCategory = "LlmProxy.Requests";

    internal static readonly string Version =
        typeof(LlmTelemetry).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    internal static readonly ActivitySource Source = new(SourceName, Version);
}
