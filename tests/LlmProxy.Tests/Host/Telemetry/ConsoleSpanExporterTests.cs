using System.Diagnostics;
using LlmProxy.Host.Telemetry;
using OpenTelemetry;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class ConsoleSpanExporterTests : IDisposable
{
    private static readonly DateTime Start = new(2025, 7, 1, 12, 0, 0, DateTimeKind.Utc);

    private readonly StringWriter _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Export_Spans_WritesOneLineEach()
    {
        using var parent = Finished("POST /v1/chat/completions", 12.5);
        using var child = new Activity("chat gpt-4o").SetParentId(parent.TraceId, parent.SpanId).SetStartTime(Start);
        child.Start().SetTag("gen_ai.request.model", "gpt-4o").SetTag("gen_ai.response.finish_reasons", new[] { "stop" });
        child.SetStatus(ActivityStatusCode.Error).SetEndTime(Start.AddMilliseconds(2)).Stop();

        Export(parent, child);

        Assert.Equal(
            $"span POST /v1/chat/completions 12.5 ms trace={parent.TraceId} id={parent.SpanId} kind=internal\n"
            + $"span chat gpt-4o 2 ms trace={parent.TraceId} id={child.SpanId} parent={parent.SpanId} kind=internal failed "
            + "gen_ai.request.model=gpt-4o gen_ai.response.finish_reasons=stop\n",
            _output.ToString());
    }

    [Fact]
    public void Export_QueryAndControlCharacters_AreKeptOut()
    {
        using var span = Finished("GET\r\nfake", 1);
        span.SetTag("url.full", "https://host/?key=secret").SetTag("http.route", "a\nb");

        Export(span);

        Assert.StartsWith("span GET??fake 1 ms ", _output.ToString(), StringComparison.Ordinal);
        Assert.EndsWith("kind=internal http.route=a?b\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("secret", _output.ToString(), StringComparison.Ordinal);
    }

    private static Activity Finished(string name, double milliseconds)
    {
        var span = new Activity(name).SetIdFormat(ActivityIdFormat.W3C).SetStartTime(Start).Start();
        span.SetEndTime(Start.AddMilliseconds(milliseconds)).Stop();
        return span;
    }

    private void Export(params Activity[] spans)
    {
        using var exporter = new ConsoleSpanExporter(_output);
        exporter.Export(new Batch<Activity>(spans, spans.Length));
    }
}
