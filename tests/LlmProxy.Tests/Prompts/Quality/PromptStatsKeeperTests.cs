using System.Text;
using LlmProxy.Core.Prompts;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Quality;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Quality;

public sealed class PromptStatsKeeperTests
{
    private static readonly PromptId V1 = new("chat", "v1");

    private readonly KeptStateStore _store = new();
    private readonly ManualClock _clock = new();

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

    private async Task<(PromptStats Stats, IHostedService Keeper)> StartAsync()
    {
        var stats = new PromptStats();
        var keeper = new PromptStatsKeeper(stats, _store, TestComponents.Create(services: services => services.AddSideComponent(PromptStatsKeeper.Component)), _clock, NullLogger<PromptStatsKeeper>.Instance);
        await ((IHostedLifecycleService)keeper).StartingAsync(default);
        return (stats, keeper);
    }
}
