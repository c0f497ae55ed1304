using System.Text;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Storage;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Rollouts;

public sealed class PromptWatchKeeperTests
{
    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task Stop_AndStart_KnowsWhatIsBeingJudged()
    {
        using var first = await WatchBench.StartAsync(_store);
        using (var keeper = Keeper(first.Watch))
        {
            await keeper.StartAsync(default);
            await first.RollOutAsync("v2");
            await keeper.StopAsync(default);
        }

        using var second = await WatchBench.StartAsync(_store);
        using var next = Keeper(second.Watch);
        await next.StartAsync(default);

        Assert.Equal(("v2", "v1", 1_000), (second.Standing.Trial?.Candidate, second.Standing.Trial?.Baseline, second.Standing.Trial?.Step?.Share));
        await next.StopAsync(default);
    }

    [Fact]
    public async Task Start_DamagedDocument_JudgesNothing()
    {
        _store.Put(StateCollections.PromptTrials, "chat", Encoding.UTF8.GetBytes("{"));
        using var bench = await WatchBench.StartAsync(_store);
        using var keeper = Keeper(bench.Watch);

        await keeper.StartAsync(default);

        Assert.Null(bench.Standing.Trial);
        await keeper.StopAsync(default);
    }

    private PromptWatchKeeper Keeper(PromptWatch watch) => new(
        watch, _store, TestComponents.Create(services: services => services.AddSideComponent(PromptWatchKeeper.Component)), TimeProvider.System,
        NullLogger<PromptWatchKeeper>.Instance);
}
