using LlmProxy.Core.Errors;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Storage;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Catalogue;

public sealed class PromptDecisionsTests
{
    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task SetLive_Version_IsLiveAfterARestartToo()
    {
        using var bench = await StartAsync();

        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), "ann", "tried it");

        Assert.Equal("v2", bench.Live("chat"));
        var change = Assert.Single(bench.Decisions.History("chat"));
        Assert.Equal((PromptAction.Live, "v2", "v1", "ann", "tried it"), (change.Action, change.Version, change.From, change.Author, change.Reason));
        using var next = await bench.RestartAsync();
        Assert.Equal("v2", next.Live("chat"));
        Assert.Equal(change, Assert.Single(next.Decisions.History("chat")));
    }

    [Theory]
    [InlineData("none@v1", "prompt_not_found")]
    [InlineData("chat@v9", "prompt_version_not_found")]
    public async Task SetLive_NotThere_IsNotFound(string id, string code)
    {
        using var bench = await StartAsync();

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Decisions.SetLiveAsync(PromptBench.Id(id), null, null));

        Assert.Equal((404, code), (error.Error.Status, error.Error.Code));
        Assert.Empty(bench.Decisions.History("chat"));
    }

    [Fact]
    public async Task SetLive_CannotBeStored_DoesNotHoldAndNeverComesTrue()
    {
        using var bench = await StartAsync();
        _store.Flushed = Task.FromException(new IOException());

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null));

        Assert.Equal((503, "prompt_not_stored"), (error.Error.Status, error.Error.Code));
        Assert.Equal("v1", bench.Live("chat"));
        Assert.Empty(bench.Decisions.History("chat"));
        using var next = await bench.RestartAsync();
        Assert.Equal("v1", next.Live("chat"));
        Assert.Empty(next.Decisions.History("chat"));
    }

    [Fact]
    public async Task SetLive_CannotBeStoredAndSomethingElseChangesMeanwhile_DoesNotHold()
    {
        using var bench = await StartAsync();
        var flushed = new TaskCompletionSource();
        _store.Flushed = flushed.Task;
        var deciding = bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);
        bench.Catalogue.Rebuild();

        flushed.SetException(new IOException());

        Assert.Equal(503, (await Assert.ThrowsAsync<LlmException>(() => deciding)).Error.Status);
        Assert.Equal("v1", bench.Live("chat"));
    }

    [Fact]
    public async Task Rollout_StepByStep_EndsLive()
    {
        using var bench = await StartAsync();
        var v2 = PromptBench.Id("chat@v2");

        await bench.Decisions.StartRolloutAsync(v2, 100, "ann", null);
        Assert.Equal(("v1", "v2", 100), Standing(bench));
        Assert.True(await bench.Decisions.StepRolloutAsync(v2, 1_000, "100 requests went well"));
        Assert.Equal(("v1", "v2", 1_000), Standing(bench));
        using var next = await bench.RestartAsync();
        Assert.Equal(("v1", "v2", 1_000), Standing(next));
        Assert.True(await next.Decisions.StepRolloutAsync(v2, 10_000, null));

        Assert.Equal(("v2", null, 0), Standing(next));
        Assert.Equal("v1", next.Decisions.Of("chat").Previous);
        Assert.Equal(
            [(PromptAction.Rollout, 100), (PromptAction.Rollout, 1_000), (PromptAction.Live, 10_000)],
            next.Decisions.History("chat").Select(change => (change.Action, change.Share!.Value)));
        Assert.False(await next.Decisions.StepRolloutAsync(v2, 10_000, null));
    }

    [Fact]
    public async Task StartRollout_LiveVersion_IsAConflict()
    {
        using var bench = await StartAsync();

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Decisions.StartRolloutAsync(PromptBench.Id("chat@v1"), 100, null, null));

        Assert.Equal(409, error.Error.Status);
    }

    [Fact]
    public async Task RollBack_Candidate_EndsTheRollout()
    {
        using var bench = await StartAsync();
        await bench.Decisions.StartRolloutAsync(PromptBench.Id("chat@v2"), 100, null, null);

        Assert.True(await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), "gates", "v2 failed 31 of 100 requests"));

        Assert.Equal(("v1", null, 0), Standing(bench));
        var last = bench.Decisions.History("chat")[^1];
        Assert.Equal((PromptAction.RolledBack, "v2", "v1", "v2 failed 31 of 100 requests"), (last.Action, last.Version, last.From, last.Reason));
        Assert.False(await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), null, "again"));
    }

    [Fact]
    public async Task RollBack_LiveVersion_ItsPredecessorIsLiveEvenWhereNothingCanBeStored()
    {
        using var bench = await StartAsync();
        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);
        _store.Flushed = Task.FromException(new IOException());

        Assert.True(await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), null, "bad"));

        Assert.Equal("v1", bench.Live("chat"));
        // There is nothing before it, and nothing to take back once more.
        Assert.False(await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v1"), null, "bad"));
        Assert.False(await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), null, "bad"));
    }

    [Theory]
    [InlineData("v1", true)]
    [InlineData("v2", false)]
    [InlineData("v9", false)]
    [InlineData(null, false)]
    public async Task RollBack_LiveByTheConfiguration_WhatIsNamedIsLiveIfItIsThere(string? otherwise, bool isBack)
    {
        using var bench = await StartAsync();
        bench.Configure(options => options.Live["chat"] = "v2");

        Assert.Equal(isBack, await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), null, "bad", otherwise));

        Assert.Equal(isBack ? "v1" : "v2", bench.Live("chat"));
    }

    [Fact]
    public async Task RollBack_LiveVersionWhoseRolloutOfAnotherGoesOn_LeavesTheRollout()
    {
        using var bench = await StartAsync();
        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);
        await bench.Decisions.StartRolloutAsync(PromptBench.Id("chat@v3"), 500, null, null);

        await bench.Decisions.RollBackAsync(PromptBench.Id("chat@v2"), null, "bad");

        Assert.Equal(("v1", "v3", 500), Standing(bench));
    }

    [Fact]
    public async Task SetLive_SameVersionAgain_KeepsItsPredecessor()
    {
        using var bench = await StartAsync();
        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);

        await bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v2"), null, null);

        Assert.Equal("v1", bench.Decisions.Of("chat").Previous);
    }

    [Fact]
    public async Task SetLive_StoreNotReadYet_IsRefused()
    {
        using var bench = new PromptBench(_store);
        bench.Write("chat@v1", "One.");
        bench.Configure(_ => { });
        await bench.Files.StartAsync(default);

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Decisions.SetLiveAsync(PromptBench.Id("chat@v1"), null, null));

        Assert.Equal((503, "prompts_unavailable"), (error.Error.Status, error.Error.Code));
    }

    [Fact]
    public async Task History_OneMoreThanIsKept_TheOldestGoes()
    {
        var history = new PromptHistory(_store);
        for (var i = 0; i <= PromptHistory.MaxEntries; i++)
            history.Add("chat", new PromptChange { Time = default, Action = PromptAction.Live, Version = $"v{i}" });

        Assert.Equal(PromptHistory.MaxEntries, _store.KeysOf(StateCollections.PromptHistory).Count());
        var next = new PromptHistory(_store);
        await next.LoadAsync(default);
        var entries = next.Of("chat");
        Assert.Equal(("v1", "v1000"), (entries[0].Version, entries[^1].Version));
        Assert.Equal(1_000, entries.Count);
    }

    private Task<PromptBench> StartAsync() => PromptBench.StartAsync(_store, ("chat@v1", "One."), ("chat@v2", "Two."), ("chat@v3", "Three."));

    private static (string Live, string? Candidate, int Share) Standing(PromptBench bench)
    {
        var asset = bench.Catalogue.Find("chat")!;
        return (asset.Live.Id.Version, asset.Candidate?.Id.Version, asset.CandidateShare);
    }
}
