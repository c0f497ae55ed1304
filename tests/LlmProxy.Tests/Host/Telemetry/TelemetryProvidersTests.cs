using System.Collections.Concurrent;
using System.Diagnostics;
using LlmProxy.Host.Telemetry;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Host.Telemetry;

// A listener of any other test decides about sampling too.
[Collection(AloneGroup.Name)]
public sealed class TelemetryProvidersTests
{
    [Fact]
    public async Task StopAsync_ConsoleOn_WritesWhatIsStillHeld()
    {
        var output = new StringWriter();
        var name = $"llmproxy.{Guid.NewGuid():N}";
        using (var providers = Start(new TelemetryPlan(true, false, false, null, 1), output))
        {
            Span(name);
            await providers.StopAsync(CancellationToken.None);
        }

        Assert.Contains($"span {name} ", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_NothingSampled_WritesNothing()
    {
        var output = new StringWriter();
        var name = $"llmproxy.{Guid.NewGuid():N}";
        using (var providers = Start(new TelemetryPlan(true, false, false, null, 0), output))
        {
            Span(name);
            await providers.StopAsync(CancellationToken.None);
        }

        Assert.DoesNotContain(name, output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task StopAsync_CollectorNamed_SendsSpansAndMetricsThere()
    {
        await using var collector = new Collector();
        var address = await collector.StartAsync();
        var protocol = ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
        var service = ("OTEL_SERVICE_NAME", "gateway-under-test");
        using (var providers = Start(new TelemetryPlan(false, true, true, address, 1), TextWriter.Null, protocol, service))
        {
            Span("llmproxy.sent");
            await providers.StopAsync(CancellationToken.None);
        }

        Assert.Contains("llmproxy.sent", collector.Received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("gateway-under-test", collector.Received["/v1/traces"], StringComparison.Ordinal);
        Assert.Contains("System.Runtime", collector.Received["/v1/metrics"], StringComparison.Ordinal);
    }

    private static TelemetryProviders Start(
        TelemetryPlan plan, TextWriter console, params (string Name, string Value)[] variables) =>
        new(
            plan,
            new ConfigurationBuilder()
                .AddInMemoryCollection(variables.Select(v => KeyValuePair.Create<string, string?>(v.Name, v.Value)))
                .Build(),
            new PrometheusExporter(),
            new ConsoleSpanExporter(console),
            TestComponents.Create());

    private static void Span(string name)
    {
        // A root of its own: a test runner's activity may not decide about sampling.
        Activity.Current = null;
        GenAiSpans.EndStep(GenAiSpans.StartStep(name));
    }

    /// <summary>Takes OTLP over HTTP and keeps each body as text, in which names can be found.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly WebApplication _app;

        public Collector()
        {
            var builder = WebApplication.CreateSlimBuilder();
            builder.Logging.ClearProviders();
            builder.WebHost.UseUrls("http://127.0.0.1:0");
            _app = builder.Build();
            _app.MapPost("/{**path}", async (HttpContext context) =>
            {
                using var reader = new StreamReader(context.Request.Body, System.Text.Encoding.Latin1);
                var text = await reader.ReadToEndAsync();
                Received.AddOrUpdate(context.Request.Path, text, (_, before) => before + text);
            });
        }

        public ConcurrentDictionary<string, string> Received { get; } = new();

        public async Task<string> StartAsync()
        {
            await _app.StartAsync();
            return _app.Urls.Single();
        }

        public ValueTask DisposeAsync() => _app.DisposeAsync();
    }
}
