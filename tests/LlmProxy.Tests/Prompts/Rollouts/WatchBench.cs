using System.Text.Json;
using LlmProxy.Core.Prompts;
using LlmProxy.Events;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;
using LlmProxy.Storage;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Prompts.Catalogue;
using LlmProxy.Tests.Prompts.Quality;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Prompts.Rollouts;

/// <summary>A watch over the prompt <c>chat</c> with v1, v2 and v3, whose requests end as a test says.</summary>
internal sealed class WatchBench : IDisposable, IEventHub
{
    private readonly PromptBench _prompts;
    private readonly PromptStats _stats;

    private WatchBench(PromptBench prompts, PromptStats stats, Action<PromptOptions>? configure)
    {
        (_prompts, _stats) = (prompts, stats);
        stats.IsComplete = true;
        if (configure is not null)
            prompts.Configure(configure);
        Decisions = new BreakableDecisions(prompts.Decisions);
        Watch = new PromptWatch(prompts.Catalogue, Decisions, stats, prompts.Configuration, this, prompts.Clock, NullLogger<PromptWatch>.Instance);
    }

    public PromptWatch Watch { get; }

    public List<PromptEvent> Events { get; } = [];

    public PromptAsset Asset => _prompts.Catalogue.Find("chat")!;

    public PromptStanding Standing => Watch.Of("chat")!;

    public BreakableDecisions Decisions { get; }

    public PromptChange LastChange => _prompts.Decisions.History("chat")[^1];

    public static async Task<WatchBench> StartAsync(IStateStore store, Action<PromptOptions>? configure = null)
    {
        var bench = new WatchBench(await PromptBench.StartAsync(store, ("chat@v1", "One."), ("chat@v2", "Two."), ("chat@v3", "Three.")), new(), configure);
        bench.Watch.Restore([]);
        await bench.Watch.TickAsync(default);
        return bench;
    }

    /// <summary>The next process, which knows what this one has kept; or only that much of what was counted, after a crash.</summary>
    public async Task<WatchBench> RestartAsync(Func<IPromptDecisions, Task>? meanwhile = null, PromptStats? counted = null)
    {
        // As documents, so that what cannot be read back is found.
        var kept = Watch.TakeChanged().Select(pair => (pair.Name, JsonSerializer.SerializeToUtf8Bytes(pair.Standing))).ToList();
        var prompts = await _prompts.RestartAsync();
        if (meanwhile is not null)
            await meanwhile(prompts.Decisions);
        var next = new WatchBench(prompts, counted ?? _stats, null);
        next.Watch.Restore(kept.Select(pair => (pair.Name, JsonSerializer.Deserialize<PromptStanding>(pair.Item2)!)));
        await next.Watch.TickAsync(default);
        return next;
    }

    /// <summary>Requests end, the failed ones spread evenly, and what is due is looked at.</summary>
    public async Task SendAsync(string version, int count, int errors = 0, string? key = null)
    {
        for (var i = 0; i < count; i++)
        {
            var fails = (i + 1) * errors / count > i * errors / count;
            Watch.See("chat");
            var outcome = Outcomes.Of(version, fails ? RequestOutcome.Failed : RequestOutcome.Completed) with { Key = key };
            var judged = _stats.Add(outcome);
            _stats.Callers.Note(Watch.Of("chat")?.Trial, outcome);
            Watch.Counted(new("chat", version), judged);
            while (Watch.Due.TryRead(out var due))
                await Watch.LookAsync(due, default);
        }
    }

    public Task MakeLiveAsync(string version) => Decisions.SetLiveAsync(new("chat", version), "ann", null);

    public Task RollOutAsync(string version, params int[] shares) => Watch.StartAsync(
        new PromptId("chat", version), new RolloutPlan(shares.Length > 0 ? shares : [1_000, 5_000, 10_000], 10, TimeSpan.FromMinutes(10)), "ann", "try it", default);

    /// <summary>Another prompt with v1 and v2.</summary>
    public void AddPrompt(string name)
    {
        _prompts.Write($"{name}@v1", "One.");
        _prompts.Write($"{name}@v2", "Two.");
        _prompts.Files.Reload();
    }

    public void Configure(Action<PromptOptions> change) => _prompts.Configure(change);

    public async Task AdvanceAsync(TimeSpan by)
    {
        _prompts.Clock.Advance(by);
        await Watch.TickAsync(default);
    }

    bool IEventHub.Wants(string type) => true;

    void IEventHub.Publish(GatewayEvent happened) => Events.Add((PromptEvent)happened);

    public void Dispose()
    {
        Watch.Dispose();
        _prompts.Dispose();
    }
}
