using System.Diagnostics.Metrics;
using LlmProxy.Metering.Ledger;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Telemetry;

public sealed class LlmMetricsTests : IDisposable
{
    private readonly MetricCollector _collected = new();

    public void Dispose() => _collected.Dispose();

    [Fact]
    public void Constructor_Always_MakesTheseInstruments()
    {
        _collected.Metrics.ObserveBufferedBytes(() => 0);

        // Dashboards see these: name, unit and kind are written out, not taken from the constants.
        Assert.Equal(
            [
                "gen_ai.client.operation.duration s Histogram`1",
                "gen_ai.client.token.usage {token} Histogram`1",
                "gen_ai.server.time_to_first_token s Histogram`1",
                "llmproxy.attempt.failures {attempt} Counter`1",
                "llmproxy.bytes.buffered By ObservableGauge`1",
                "llmproxy.config.reloads {reload} Counter`1",
                "llmproxy.cost.unknown {call} Counter`1",
                "llmproxy.cost.usd {USD} Counter`1",
                "llmproxy.degraded {component} ObservableGauge`1",
                "llmproxy.gateway.overhead s Histogram`1",
                "llmproxy.hedges {request} Counter`1",
                "llmproxy.requests {request} Counter`1",
                "llmproxy.requests.active {request} UpDownCounter`1",
                "llmproxy.shadow.duration s Histogram`1",
                "llmproxy.shadow.requests {request} Counter`1",
                "llmproxy.side.failures {failure} Counter`1",
            ],
            _collected.Instruments
                .Select(i => $"{i.Name} {i.Unit} {i.GetType().Name}")
                .Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Constructor_Always_AdvisesTheConventionsBuckets()
    {
        var duration = Assert.IsType<Histogram<double>>(Instrument("gen_ai.client.operation.duration"));
        var first = Assert.IsType<Histogram<double>>(Instrument("gen_ai.server.time_to_first_token"));
        var tokens = Assert.IsType<Histogram<long>>(Instrument("gen_ai.client.token.usage"));

        Assert.Equal(
            [0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92],
            duration.Advice!.HistogramBucketBoundaries!.Take(14));
        Assert.Equal(
            [0.001, 0.005, 0.01, 0.02, 0.04, 0.06, 0.08, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
            first.Advice!.HistogramBucketBoundaries!);
        Assert.Equal(
            [1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864],
            tokens.Advice!.HistogramBucketBoundaries!);
    }

    [Fact]
    public void RecordRequest_Completed_CountsItUnderTheConfiguredPattern()
    {
        _collected.Metrics.RecordRequest(SampleFacts.Completed());

        var requests = _collected.Single("llmproxy.requests");
        Assert.Equal(1, requests.Value);
        Assert.Equal(
            new Dictionary<string, object?>
            {
                ["llmproxy.endpoint"] = "/v1/chat/completions",
                ["llmproxy.route"] = "openai",
                ["llmproxy.cluster"] = "openai-eu",
                ["gen_ai.request.model"] = "gpt-*",
                ["http.response.status_code"] = "200",
                ["llmproxy.outcome"] = "completed",
            },
            requests.Tags);
    }

    [Fact]
    public void RecordRequest_Completed_RecordsDurationTokensAndFirstToken()
    {
        _collected.Metrics.RecordRequest(SampleFacts.Completed());

        var duration = _collected.Single("gen_ai.client.operation.duration");
        Assert.Equal(1.5, duration.Value);
        Assert.Equal(["gen_ai.operation.name", "gen_ai.provider.name", "gen_ai.request.model"], duration.Tags.Keys.Order());
        Assert.Equal(0.24, _collected.Single("gen_ai.server.time_to_first_token").Value);
        var tokens = _collected.All.Where(m => m.Name == "gen_ai.client.token.usage")
            .ToDictionary(m => (string)m.Tags["gen_ai.token.type"]!, m => m.Value);
        Assert.Equal(new Dictionary<string, double> { ["input"] = 120, ["output"] = 30 }, tokens);
    }

    [Fact]
    public void RecordRequest_Completed_RecordsWhatIsNotTheProvidersWait()
    {
        _collected.Metrics.RecordRequest(SampleFacts.Completed());

        // 1,500 ms in all, 1,498 ms of them waiting.
        Assert.Equal(0.002, _collected.Single("llmproxy.gateway.overhead").Value, 9);
    }

    [Fact]
    public void RecordRequest_WaitLongerThanDuration_RecordsZeroOverhead()
    {
        _collected.Metrics.RecordRequest(new RequestFacts
        {
            RequestId = "r", Method = "POST", Endpoint = "/v1/embeddings", Operation = "embeddings",
            Duration = TimeSpan.FromMilliseconds(10), ProviderWait = TimeSpan.FromMilliseconds(11),
        });

        Assert.Equal(0, _collected.Single("llmproxy.gateway.overhead").Value);
    }

    [Fact]
    public void RecordRequest_RejectedBeforeRouting_IsNoOperationOfAModel()
    {
        _collected.Metrics.RecordRequest(SampleFacts.Rejected());

        Assert.Equal(["llmproxy.requests", "llmproxy.requests.active"], _collected.All.Select(m => m.Name).Order());
        var tags = _collected.Single("llmproxy.requests").Tags;
        Assert.Equal("other", tags["gen_ai.request.model"]);
        Assert.Equal("rejected", tags["llmproxy.outcome"]);
        Assert.Equal("413", tags["http.response.status_code"]);
    }

    [Fact]
    public void RecordRequest_Failed_TellsTheErrorAndNoFirstToken()
    {
        _collected.Metrics.RecordRequest(SampleFacts.Failed());

        Assert.Equal("first_byte_timeout", _collected.Single("gen_ai.client.operation.duration").Tags["error.type"]);
        Assert.DoesNotContain(_collected.All, m => m.Name == "gen_ai.server.time_to_first_token");
        Assert.DoesNotContain(_collected.All, m => m.Name == "gen_ai.client.token.usage");
    }

    [Fact]
    public void RequestStarted_ThenRecorded_ReturnsToZero()
    {
        _collected.Metrics.RequestStarted();
        _collected.Metrics.RecordRequest(SampleFacts.Completed());

        Assert.Equal([1, -1], _collected.All.Where(m => m.Name == "llmproxy.requests.active").Select(m => m.Value));
    }

    [Theory]
    [InlineData(true, "accepted")]
    [InlineData(false, "refused")]
    public void ConfigurationReloaded_EitherWay_CountsTheOutcome(bool accepted, string tag)
    {
        _collected.Metrics.ConfigurationReloaded(accepted);

        Assert.Equal(tag, _collected.Single("llmproxy.config.reloads").Tags["llmproxy.outcome"]);
    }

    [Fact]
    public void ObserveBufferedBytes_WhenObserved_AsksForTheCount()
    {
        _collected.Metrics.ObserveBufferedBytes(() => 4096);

        _collected.Observe();

        Assert.Equal(4096, _collected.Single("llmproxy.bytes.buffered").Value);
    }

    [Fact]
    public void Spent_SomeChargesKnown_CountsThoseByCluster()
    {
        _collected.Metrics.Spent(
            [new Charge("a", "m", default, false, 0.25m, "1"), new Charge("b", "m", default, false, null, null), new Charge("c", "m", default, true, 0.5m, "1")], "gpt-*");

        Assert.Equal(
            ["a gpt-* 0.25", "c gpt-* 0.5"],
            _collected.All.Select(m => FormattableString.Invariant($"{m.Tags["llmproxy.cluster"]} {m.Tags["gen_ai.request.model"]} {m.Value}")));
    }

    private Instrument Instrument(string name) => _collected.Instruments.Single(i => i.Name == name);
}
