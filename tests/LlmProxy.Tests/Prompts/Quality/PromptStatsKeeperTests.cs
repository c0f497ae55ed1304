using System.Text;
using LlmProxy.Configuration;
using LlmProxy.Core.Prompts;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Experiments.Settings;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Storage;
using LlmProxy.Tests.Budgets;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Prompts.Catalogue;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Quality;

public sealed class PromptStatsKeeperTests : IDisposable
{
    private static readonly PromptId V1 = new("chat", "v1");

    private readonly KeptStateStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly Degradations _components = TestComponents.Create(services: services => services.AddSideComponent(PromptStatsKeeper.Component));
    private readonly List<PromptWatch> _watches = [];
    private readonly PromptBench _prompts;

    public PromptStatsKeeperTests() => _prompts = new(_store);

    public void Dispose()
    {
        _watches.ForEach(watch => watch.Dispose());
        _prompts.Dispose();
    }

    [Fact]
    public async Task Stop_AndStart_GoesOnCounting()
    {
        var (first, keeper) = await StartAsync();
        first.Add(Outcomes.Of("v1", assignments: [new Assignment("words", "b", false)]));
        first.Rate(V1, [], Outcomes.Said(4), null);
        await keeper.StopAsync(default);

        var (second, next) = await StartAsync();
        second.Add(Outcomes.Of("v1", milliseconds: 300));
        var tally = second.Read(V1);

        Assert.Equal((2, 200.0, 2, 4.0, 0.02m), (tally.Requests, tally.Latency.Mean, tally.LatencyClasses.Count, tally.Rating.Mean, tally.CostSum));
        Assert.Equal(1, second.ReadVariants("words")["b"].Requests);
        Assert.True(second.IsComplete);
        await next.StopAsync(default);
    }

    [Fact]
    public async Task Timer_TenSeconds_WritesWhatHasChanged()
    {
        var (stats, keeper) = await StartAsync();
        stats.Add(Outcomes.Of("v1"));
        Assert.Empty(_store.KeysOf(StateCollections.PromptStats));

        _clock.Advance(PromptStatsKeeper.Interval);

        Assert.Equal(["prompt/chat@v1"], _store.KeysOf(StateCollections.PromptStats));
        await keeper.StopAsync(default);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"Requests":-1}""")]
    [InlineData("""{"LatencyClasses":{"Counts":[1,2]}}""")]
    [InlineData("""{"LatencyClasses":null}""")]
    public async Task Start_DamagedDocument_BeginsAnew(string document)
    {
        _store.Put(StateCollections.PromptStats, "prompt/chat@v1", Encoding.UTF8.GetBytes(document));

        var (stats, keeper) = await StartAsync();

        Assert.Equal(0, stats.Read(V1).Requests);
        await keeper.StopAsync(default);
    }

    [Fact]
    public async Task Timer_TooManySeries_ForgetsThoseWithoutAVersion()
    {
        var (stats, keeper) = await StartAsync();
        for (var i = 0; i < PromptStats.MaxSeries; i++)
            stats.Add(Outcomes.Of($"v{i}"));
        _clock.Advance(PromptStatsKeeper.Interval);

        // The catalogue has none of them: 900 stay for the time being.
        Assert.Equal(900, _store.KeysOf(StateCollections.PromptStats).Count());
        Assert.False(stats.IsFull);
        await keeper.StopAsync(default);
        var (next, after) = await StartAsync();
        Assert.Equal(900, next.Versions("chat").Count);
        await after.StopAsync(default);
    }

    [Fact]
    public async Task Timer_NothingCanGo_IsToldByHealth()
    {
        var (stats, keeper) = await StartAsync(new LlmProxyModel { Experiments = Experiments() });
        for (var i = 0; i < PromptStats.MaxSeries; i++)
            stats.Add(Outcomes.Of("v1", assignments: [new Assignment($"e{i / 20}", $"x{i % 20}", false)]) with { Prompt = null });
        _clock.Advance(PromptStatsKeeper.Interval);

        Assert.Equal("too_many_series", _components.Get(PromptStatsKeeper.Component).Current?.Reason);
        await keeper.StopAsync(default);
    }

    /// <summary>50 experiments of 20 variants, as many as there are places.</summary>
    private static ExperimentSet Experiments()
    {
        var options = new Dictionary<string, ExperimentOptions>();
        for (var i = 0; i < 50; i++)
        {
            var experiment = options[$"e{i}"] = new();
            for (var variant = 0; variant < 20; variant++)
                experiment.Variants[$"x{variant}"] = new() { Share = 5 };
        }

        return new ExperimentReader(static _ => [], []).Read(options, "E");
    }

    private async Task<(PromptStats Stats, IHostedService Keeper)> StartAsync(LlmProxyModel? proxy = null)
    {
        var stats = new PromptStats();
        if (proxy is not null)
            _prompts.Configuration.Current = new LlmConfigModel { Proxy = proxy };
        var watch = new PromptWatch(_prompts.Catalogue, _prompts.Decisions, stats, _prompts.Configuration, new SeenEvents(), _clock, NullLogger<PromptWatch>.Instance);
        _watches.Add(watch);
        var needs = new SeriesNeeds(_prompts.Catalogue, watch, _prompts.Configuration);
        var keeper = new PromptStatsKeeper(stats, needs, _store, _components, _clock, NullLogger<PromptStatsKeeper>.Instance);
        await ((IHostedLifecycleService)keeper).StartingAsync(default);
        return (stats, keeper);
    }
}
