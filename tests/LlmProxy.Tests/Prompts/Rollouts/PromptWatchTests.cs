using LlmProxy.Core.Errors;
using LlmProxy.Events;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Rollouts;

public sealed class PromptWatchTests
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(10);

    private readonly KeptStateStore _store = new();

    [Fact]
    public async Task Rollout_RequestsAndTime_GoOnStepByStep()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.RollOutAsync("v2");
        Assert.Equal(("v2", 1_000), (bench.Asset.Candidate?.Id.Version, bench.Asset.CandidateShare));

        // Requests without time, then time without requests, are not enough.
        await bench.SendAsync("v2", 10);
        Assert.Equal(1_000, bench.Asset.CandidateShare);
        await bench.AdvanceAsync(Step);
        Assert.Equal(5_000, bench.Asset.CandidateShare);
        await bench.SendAsync("v2", 9);
        await bench.AdvanceAsync(Step);
        Assert.Equal(5_000, bench.Asset.CandidateShare);
        await bench.SendAsync("v2", 1);

        Assert.Equal(("v2", null), (bench.Asset.Live.Id.Version, bench.Asset.Candidate));
        Assert.Equal([10m, 50m, 100m], bench.Events.Where(told => told.Type == EventTypes.PromptRollout).Select(told => told.Data.Share!.Value / 100m));
        Assert.Contains(bench.Decisions.History("chat"), change => change.Reason == "step 2 of 3: 10 requests have failed no gate");
        // It is live, and still new.
        Assert.Equal(("v2", null), (bench.Standing.Trial?.Candidate, bench.Standing.Trial?.Step));
    }

    [Fact]
    public async Task Rollout_PromptThatIsNotThere_IsRefusedAndLeavesNothing()
    {
        using var bench = await WatchBench.StartAsync(_store);
        var plan = new RolloutPlan([10_000], 10, Step);

        var error = await Assert.ThrowsAsync<LlmException>(() => bench.Watch.StartAsync(new("none", "v1"), plan, "ann", null, default));

        Assert.Equal((404, "prompt_not_found"), (error.Error.Status, error.Error.Code));
        Assert.Null(bench.Watch.Of("none"));
    }

    [Fact]
    public async Task Rollout_VersionThatFails_EndsForGood()
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Rollouts["chat"] = new() { To = "v2" });
        Assert.Equal(100, bench.Asset.CandidateShare);

        await bench.SendAsync("v1", 200, errors: 10);
        await bench.SendAsync("v2", 100, errors: 30);

        Assert.Equal(("v1", null), (bench.Asset.Live.Id.Version, bench.Asset.Candidate));
        Assert.Equal((PromptAction.RolledBack, "v2"), (bench.LastChange.Action, bench.LastChange.Version));
        Assert.StartsWith("v2 failed 30 of 100 requests (30 %), v1 10 of 200 (5 %)", bench.LastChange.Reason, StringComparison.Ordinal);
        var told = bench.Events[^1];
        Assert.Equal((EventTypes.PromptRolledBack, "v2", "v1", 100), (told.Type, told.Data.Version, told.Data.Former, told.Data.Share));
        // The configuration still says so, and is not obeyed.
        await bench.AdvanceAsync(Step);
        Assert.Null(bench.Asset.Candidate);
        using var next = await bench.RestartAsync();
        Assert.Null(next.Asset.Candidate);
        // Somebody who says it again is.
        await next.RollOutAsync("v2");
        Assert.Equal(1_000, next.Asset.CandidateShare);
        Assert.Empty(next.Standing.TakenBack);
    }

    [Fact]
    public async Task Rollout_StepThatWaitsForItsTime_IsJudgedAtItsHundredthRequestAllTheSame()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 200, errors: 10);
        await bench.RollOutAsync("v2");

        // The step has its ten requests long before, and not its ten minutes.
        await bench.SendAsync("v2", 99, errors: 29);
        Assert.Equal("v2", bench.Asset.Candidate?.Id.Version);
        await bench.SendAsync("v2", 1, errors: 1);

        Assert.Null(bench.Asset.Candidate);
        Assert.Equal(["v2"], bench.Standing.TakenBack);
    }

    [Fact]
    public async Task Rollout_Restart_GoesOnWhereItWas()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.RollOutAsync("v2");
        await bench.SendAsync("v2", 10);
        await bench.AdvanceAsync(Step);
        await bench.SendAsync("v2", 4);

        using var next = await bench.RestartAsync();
        Assert.Equal((5_000, 1), (next.Asset.CandidateShare, next.Standing.Trial!.Step!.Index));
        await next.SendAsync("v2", 6);
        await next.AdvanceAsync(Step * 2);

        Assert.Equal("v2", next.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Live_CrashLostWhatWasCounted_IsJudgedAnewFromThere()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);
        await bench.SendAsync("v2", 60);
        await bench.MakeLiveAsync("v2");
        await bench.SendAsync("v2", 10);

        // Nothing of the 310 requests was written. Counted from 60 on, the hundredth would be the 160th from here.
        using var next = await bench.RestartAsync(counted: new());
        Assert.Equal((0, 0), (next.Standing.Trial!.CandidateBefore.Requests, next.Standing.Trial.BaselineBefore.Requests));
        await next.SendAsync("v2", 99, errors: 60);
        Assert.Equal("v2", next.Asset.Live.Id.Version);
        await next.SendAsync("v2", 1, errors: 1);

        Assert.Equal("v1", next.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Rollout_CrashLostWhatWasCounted_GoesOnWithItsStep()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v2", 50);
        await bench.RollOutAsync("v2");
        await bench.SendAsync("v2", 10);
        await bench.AdvanceAsync(Step);
        Assert.Equal(5_000, bench.Asset.CandidateShare);

        using var next = await bench.RestartAsync(counted: new());
        Assert.Equal((5_000, 1, 0), (next.Asset.CandidateShare, next.Standing.Trial!.Step!.Index, next.Standing.Trial.Step.RequestsBefore));
        await next.SendAsync("v2", 10);
        await next.AdvanceAsync(Step);

        Assert.Equal("v2", next.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Rollout_SomebodyMakesAnotherVersionLive_Ends()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.RollOutAsync("v2");

        await bench.MakeLiveAsync("v3");
        await bench.SendAsync("v3", 1);

        Assert.Null(bench.Asset.Candidate);
        Assert.Equal(("v3", "v1", null), (bench.Standing.Trial?.Candidate, bench.Standing.Trial?.Baseline, bench.Standing.Trial?.Step));
    }

    [Fact]
    public async Task Stop_Rollout_IsNotBegunAgainByTheConfiguration()
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Rollouts["chat"] = new() { To = "v2" });

        Assert.True(await bench.Watch.StopAsync("chat", "ann", "not now", default));

        await bench.AdvanceAsync(Step);
        Assert.Null(bench.Asset.Candidate);
        Assert.False(await bench.Watch.StopAsync("chat", "ann", "again", default));
    }

    [Theory]
    [InlineData("v1")]
    [InlineData("v3")]
    public async Task Live_InTheMidstOfAConfiguredRollout_EndsItForGood(string live)
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Rollouts["chat"] = new() { To = "v2" });
        Assert.Equal("v2", bench.Asset.Candidate?.Id.Version);

        await bench.MakeLiveAsync(live);
        await bench.AdvanceAsync(Step);

        Assert.Equal((live, null), (bench.Asset.Live.Id.Version, bench.Asset.Candidate));
        using var next = await bench.RestartAsync();
        next.Configure(options => options.Rollouts["chat"] = new() { To = "v2" });
        await next.AdvanceAsync(Step);
        Assert.Null(next.Asset.Candidate);
    }

    [Fact]
    public async Task Live_VersionThatWasSoBefore_IsNotRolledOutByTheConfiguration()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.MakeLiveAsync("v2");
        await bench.AdvanceAsync(Step);

        bench.Configure(options => options.Rollouts["chat"] = new() { To = "v1" });
        await bench.AdvanceAsync(Step);

        Assert.Equal(("v2", null), (bench.Asset.Live.Id.Version, bench.Asset.Candidate));
    }

    [Fact]
    public async Task Rollout_OfAnotherVersion_EndsTheConfiguredOneForGood()
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Rollouts["chat"] = new() { To = "v2" });

        await bench.RollOutAsync("v3");
        Assert.True(await bench.Watch.StopAsync("chat", "ann", "not now", default));
        await bench.AdvanceAsync(Step);

        Assert.Null(bench.Asset.Candidate);
    }

    [Fact]
    public async Task Start_OfWhatIsLiveOrNotThere_ChangesNothing()
    {
        using var bench = await WatchBench.StartAsync(_store);

        Assert.Equal(409, (await Assert.ThrowsAsync<LlmException>(() => bench.RollOutAsync("v1"))).Error.Status);
        Assert.Equal(404, (await Assert.ThrowsAsync<LlmException>(() => bench.RollOutAsync("v9"))).Error.Status);
        Assert.Null(bench.Standing.Trial);
    }

    [Fact]
    public async Task Live_VersionThatFails_GoesBackAtItsHundredthRequest()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);
        await bench.MakeLiveAsync("v2");

        await bench.SendAsync("v2", 99, errors: 30);
        Assert.Equal("v2", bench.Asset.Live.Id.Version);
        await bench.SendAsync("v2", 1, errors: 1);

        Assert.Equal("v1", bench.Asset.Live.Id.Version);
        // The version that is live again is not on trial for it.
        await bench.SendAsync("v1", 1);
        Assert.Null(bench.Standing.Trial);
    }

    [Fact]
    public async Task Live_BehindOneThatWasTakenBackAndMadeLiveAgain_IsJudgedByIt()
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Gates.WatchRequests = 150);
        await bench.SendAsync("v1", 200, errors: 10);
        await bench.MakeLiveAsync("v2");
        await bench.SendAsync("v2", 100, errors: 30);
        Assert.Equal(["v2"], bench.Standing.TakenBack);

        await bench.MakeLiveAsync("v2");
        await bench.SendAsync("v2", 150, errors: 7);
        Assert.Empty(bench.Standing.TakenBack);
        await bench.MakeLiveAsync("v3");
        await bench.SendAsync("v3", 1);
        Assert.Equal(("v3", "v2"), (bench.Standing.Trial?.Candidate, bench.Standing.Trial?.Baseline));
        await bench.SendAsync("v3", 99, errors: 70);

        Assert.Equal("v2", bench.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Live_MadeSoByTheConfiguration_GoesBackToo()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);
        bench.Configure(options => options.Live["chat"] = "v2");

        await bench.SendAsync("v2", 100, errors: 30);

        Assert.Equal("v1", bench.Asset.Live.Id.Version);
        Assert.StartsWith("v2 failed 30 of 100", bench.LastChange.Reason, StringComparison.Ordinal);
        Assert.Equal(EventTypes.PromptRolledBack, bench.Events[^1].Type);
    }

    [Fact]
    public async Task Live_MadeSoByTheConfiguration_GoesBackEvenWhereNothingCanBeStored()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);
        bench.Configure(options => options.Live["chat"] = "v2");
        _store.Flushed = Task.FromException(new IOException());

        await bench.SendAsync("v2", 100, errors: 30);

        Assert.Equal("v1", bench.Asset.Live.Id.Version);
        Assert.Equal((PromptAction.RolledBack, "v2", "v1"), (bench.LastChange.Action, bench.LastChange.Version, bench.LastChange.From));
        Assert.Equal(["v2"], bench.Standing.TakenBack);
        Assert.Null(bench.Standing.Trial);
    }

    [Fact]
    public async Task Live_RollbackThatDidNotComeToPass_IsTriedAgain()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);
        await bench.MakeLiveAsync("v2");
        bench.Decisions.IsBroken = true;
        await Assert.ThrowsAsync<InvalidOperationException>(() => bench.SendAsync("v2", 100, errors: 30));
        Assert.Equal("v2", bench.Asset.Live.Id.Version);

        bench.Decisions.IsBroken = false;
        await bench.Watch.TickAsync(default);

        Assert.Equal(("v1", null), (bench.Asset.Live.Id.Version, bench.Standing.Trial));
    }

    [Fact]
    public async Task Rollout_OfAnotherVersionBegunWhileOneIsTakenBack_GoesOn()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 200, errors: 10);
        await bench.RollOutAsync("v2");
        bench.Decisions.BeforeRollback = async () =>
        {
            await bench.Decisions.StartRolloutAsync(new("chat", "v3"), 500, "ann", null);
            bench.Watch.See("chat");
        };

        await bench.SendAsync("v2", 100, errors: 30);

        Assert.Equal(("v3", 500), (bench.Asset.Candidate?.Id.Version, bench.Asset.CandidateShare));
        Assert.Equal("v3", bench.Standing.Trial?.Candidate);
        Assert.Equal(["v2"], bench.Standing.TakenBack);
        Assert.DoesNotContain(bench.Events, told => told.Type == EventTypes.PromptRolledBack);
    }

    [Fact]
    public async Task Live_ChangedWhileTheGatewayWasDown_IsJudgedToo()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 240, errors: 12);

        using var next = await bench.RestartAsync(decisions => decisions.SetLiveAsync(new("chat", "v2"), "ann", null));
        await next.SendAsync("v2", 100, errors: 30);

        Assert.Equal("v1", next.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Live_VersionThatIsFine_IsJudgedNoMoreAfterItsRequests()
    {
        using var bench = await WatchBench.StartAsync(_store, options => options.Gates.WatchRequests = 150);
        await bench.SendAsync("v1", 200, errors: 10);
        await bench.MakeLiveAsync("v2");

        await bench.SendAsync("v2", 149, errors: 7);
        Assert.NotNull(bench.Standing.Trial);
        await bench.SendAsync("v2", 1);
        Assert.Null(bench.Standing.Trial);

        await bench.SendAsync("v2", 500, errors: 400);
        Assert.Equal("v2", bench.Asset.Live.Id.Version);
    }

    [Fact]
    public async Task Live_PredecessorNeverAnswered_HasTheAbsoluteBound()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.MakeLiveAsync("v2");

        await bench.SendAsync("v2", 100, errors: 50);

        Assert.Equal("v1", bench.Asset.Live.Id.Version);
        Assert.Contains("more than the 25 % that are allowed where nothing is known of the version before it", bench.Standing.LastReason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rollout_OutageOfTheProvider_HitsBothAndTakesNothingBack()
    {
        // Before: hardly an error. While the version is rolled out the provider is down, for both.
        using var bench = await WatchBench.StartAsync(_store);
        await bench.SendAsync("v1", 1_000, errors: 10);
        await bench.RollOutAsync("v2");

        await bench.SendAsync("v1", 300, errors: 240);
        await bench.SendAsync("v2", 100, errors: 80);

        Assert.Equal("v2", bench.Asset.Candidate?.Id.Version);
    }

    [Fact]
    public async Task Tick_SomethingFailsForOnePrompt_LooksAtTheOthers()
    {
        using var bench = await WatchBench.StartAsync(_store);
        bench.AddPrompt("mail");
        bench.AddPrompt("note");
        bench.Configure(options => options.Rollouts["mail"] = options.Rollouts["note"] = new() { To = "v2" });
        _store.Flushed = Task.FromException(new IOException());

        // Neither rollout can be stored; whichever comes first, the other one is come to.
        Assert.Equal(503, (await Assert.ThrowsAsync<LlmException>(() => bench.Watch.TickAsync(default))).Error.Status);

        Assert.Equal(("v1", "v1"), (bench.Watch.Of("mail")?.Live, bench.Watch.Of("note")?.Live));
    }

    [Fact]
    public async Task Counted_ManyAtOnce_WakeOnce()
    {
        using var bench = await WatchBench.StartAsync(_store);
        await bench.MakeLiveAsync("v2");
        bench.Watch.See("chat");

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => bench.Watch.Counted(new("chat", "v2"), 100))));

        Assert.True(bench.Watch.Due.TryRead(out _));
        Assert.False(bench.Watch.Due.TryRead(out _));
    }
}
