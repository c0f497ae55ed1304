using System.Collections.Frozen;
using System.Diagnostics.Tracing;
using LlmProxy.Health.Degradation;

namespace LlmProxy.Host.Telemetry;

/// <summary>Hears from the OTLP exporter how its exports end: it retries and drops by itself, and tells nobody else.</summary>
/// <remarks>
/// Its event source is the only place that knows of every way in which an export fails, over gRPC and over HTTP. Exporters
/// belong to the process, so with several gateways in one each hears of all.
/// </remarks>
internal sealed class ExportWatch(SideComponent export) : EventListener
{
    private const string Source = "OpenTelemetry-Exporter-OpenTelemetryProtocol";
    private const string Success = "ExportSuccess";

    // Their names are the reasons in /health/ready: a closed set, and without the address, which may hold a key.
    private static readonly FrozenSet<string> Failures = new[]
    {
        "FailedToReachCollector", "ExportMethodException", "TransientHttpError", "HttpRequestFailed", "OperationUnexpectedlyCanceled",
        "RequestTimedOut", "GrpcStatusWarning", "ExportFailure",
    }.ToFrozenSet();

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == Source)
            EnableEvents(eventSource, EventLevel.Informational);
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is not { } name)
            return;
        if (name == Success)
            export.Succeeded();
        else if (Failures.Contains(name))
            export.Report(name);
    }
}
