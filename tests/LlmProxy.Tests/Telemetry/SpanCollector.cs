using System.Diagnostics;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

/// <summary>The finished spans of one trace, the one that it starts.</summary>
internal sealed class SpanCollector : IDisposable
{
    private readonly Activity _root = new Activity("test").SetIdFormat(ActivityIdFormat.W3C).Start();
    private readonly ActivityListener _listener;

    public SpanCollector()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == LlmTelemetry.SourceName,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                // Other tests' spans come here as well.
                if (span.TraceId == _root.TraceId) Finished.Add(span);
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public List<Activity> Finished { get; } = [];

    public void Dispose()
    {
        _listener.Dispose();
        _root.Dispose();
    }
}
