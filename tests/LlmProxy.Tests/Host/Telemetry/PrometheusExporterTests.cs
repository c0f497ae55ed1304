using System.Diagnostics.Metrics;
using System.Text;
using LlmProxy.Host.Telemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace LlmProxy.Tests.Host.Telemetry;

public sealed class PrometheusExporterTests : IDisposable
{
    private readonly PrometheusExporter _exporter = new();
    private readonly Meter _meter = new($"test-{Guid.NewGuid()}");
    private readonly MeterProvider _provider;

    public PrometheusExporterTests() => _provider = Sdk.CreateMeterProviderBuilder()
        .AddMeter(_meter.Name)
        .AddReader(new BaseExportingMetricReader(_exporter))
        .Build();

    public void Dispose()
    {
        _provider.Dispose();
        _exporter.Dispose();
        _meter.Dispose();
    }

    [Fact]
    public async Task ScrapeAsync_EachKindOfInstrument_IsWrittenInOrderOfNames()
    {
        var histogram = _meter.CreateHistogram(
            "z.duration", "s", "How long.", null, new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.5, 1, 2.5] });
        var counter = _meter.CreateCounter<long>("m.requests", "{request}", "How many.");
        var active = _meter.CreateUpDownCounter<long>("b.active");
        _meter.CreateObservableGauge("a.level", () => 0.25, "1", "How full.");
        counter.Add(2, new KeyValuePair<string, object?>("model", "gpt-*"), new("stream", true));
        counter.Add(3, new KeyValuePair<string, object?>("model", "other"), new("stream", false));
        active.Add(5);
        active.Add(-6);
        foreach (var seconds in new[] { 0.25, 0.5, 2, 7 }) histogram.Record(seconds, new KeyValuePair<string, object?>("op", "chat"));

        // Bounds are inclusive: 0.25 and 0.5 lie below 0.5, 2 below 2.5, 7 beyond. 0.25 + 0.5 + 2 + 7 = 9.75.
        Assert.Equal(
            """
            # HELP a_level_ratio How full.
            # TYPE a_level_ratio gauge
            a_level_ratio 0.25
            # HELP b_active 
            # TYPE b_active gauge
            b_active -1
            # HELP m_requests_total How many.
            # TYPE m_requests_total counter
            m_requests_total{model="gpt-*",stream="true"} 2
            m_requests_total{model="other",stream="false"} 3
            # HELP z_duration_seconds How long.
            # TYPE z_duration_seconds histogram
            z_duration_seconds_bucket{op="chat",le="0.5"} 2
            z_duration_seconds_bucket{op="chat",le="1"} 2
            z_duration_seconds_bucket{op="chat",le="2.5"} 3
            z_duration_seconds_bucket{op="chat",le="+Inf"} 4
            z_duration_seconds_sum{op="chat"} 9.75
            z_duration_seconds_count{op="chat"} 4

            """,
            await ScrapeAsync());
    }

    [Fact]
    public async Task ScrapeAsync_HostileLabelAndHelp_AreEscaped()
    {
        var counter = _meter.CreateCounter<long>("c", null, "back\\slash \"quoted\"\nnext");
        counter.Add(1, new KeyValuePair<string, object?>("weird.key", "a\\b\"c\nd} 1"), new("n", 7));

        Assert.Equal(
            """
            # HELP c_total back\\slash "quoted"\nnext
            # TYPE c_total counter
            c_total{n="7",weird_key="a\\b\"c\nd} 1"} 1

            """,
            await ScrapeAsync());
    }

    [Fact]
    public async Task ScrapeAsync_Twice_KeepsCounting()
    {
        var counter = _meter.CreateCounter<long>("c");
        counter.Add(1);
        var first = await ScrapeAsync();
        counter.Add(1);

        var second = await ScrapeAsync();

        Assert.EndsWith("c_total 1\n", first, StringComparison.Ordinal);
        Assert.Equal(first.Replace("c_total 1", "c_total 2", StringComparison.Ordinal), second);
    }

    [Fact]
    public async Task ScrapeAsync_NothingMeasured_IsEmpty() => Assert.Equal("", await ScrapeAsync());

    [Fact]
    public async Task ScrapeAsync_AfterShutdown_SaysSo()
    {
        _provider.Shutdown();

        Assert.False(await _exporter.ScrapeAsync((_, _) => Task.CompletedTask, CancellationToken.None));
    }

    [Fact]
    public async Task ScrapeAsync_WithoutProvider_SaysSo()
    {
        using var alone = new PrometheusExporter();

        Assert.False(await alone.ScrapeAsync((_, _) => Task.CompletedTask, CancellationToken.None));
    }

    private async Task<string> ScrapeAsync()
    {
        var text = "";
        Assert.True(await _exporter.ScrapeAsync(
            (bytes, _) =>
            {
                text = Encoding.UTF8.GetString(bytes.Span);
                return Task.CompletedTask;
            },
            CancellationToken.None));
        return text;
    }
}
