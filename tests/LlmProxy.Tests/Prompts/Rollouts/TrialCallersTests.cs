using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Telemetry;
using LlmProxy.Tests.Prompts.Quality;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Prompts.Rollouts;

public sealed class TrialCallersTests
{
    private static readonly PromptTrial Trial = new()
    {
        Candidate = "v2",
        Baseline = "v1",
        Began = DateTimeOffset.UnixEpoch,
        CandidateBefore = new(),
        BaselineBefore = new(),
    };

    // 50 of 100 fail, all of one key, beside 50 good ones of another.
    [Fact]
    public async Task Look_OneCallerFails_TakesNothingBack()
    {
        using var bench = await WatchBench.StartAsync(new KeptStateStore());
        await bench.SendAsync("v1", 200, key: "good");
        await bench.MakeLiveAsync("v2");

        await bench.SendAsync("v2", 50, key: "good");
        await bench.SendAsync("v2", 50, errors: 50, key: "bad");

        Assert.Equal("v2", bench.Asset.Live.Id.Version);
        Assert.Equal(1, bench.Standing.Trial!.Look);
    }

    [Theory]
    [InlineData("good", "bad", 25)]
    [InlineData("good", "good", 25)]
    [InlineData(null, null, 25)]
    public async Task Look_AllOrTheOnlyCallerFails_TakesItBack(string? one, string? other, int errors)
    {
        using var bench = await WatchBench.StartAsync(new KeptStateStore());
        await bench.SendAsync("v1", 200, key: one);
        await bench.MakeLiveAsync("v2");

        await bench.SendAsync("v2", 50, errors, one);
        await bench.SendAsync("v2", 50, errors, other);

        Assert.Equal("v1", bench.Asset.Live.Id.Version);
    }

    [Theory]
    [InlineData(20, 1)]
    [InlineData(19, 0)]
    public void Without_OthersOrNone_IsTheirsOrNothing(int others, int tallies)
    {
        var callers = new TrialCallers();
        var all = new PromptTally { Requests = 30 + others, Errors = 30 };
        for (var i = 0; i < 30; i++)
            callers.Note(Trial, Outcomes.Of("v2", RequestOutcome.Failed) with { User = "loud" });

        var without = callers.Without("chat", Trial, all);

        Assert.Equal(tallies, without.Count);
        Assert.All(without, tally => Assert.Equal(((long)others, 0L), (tally.Judged, tally.Errors)));
        // Another trial begins with nobody.
        Assert.Empty(callers.Without("chat", Trial with { Began = DateTimeOffset.UnixEpoch.AddDays(1) }, all));
    }

    [Fact]
    public void Note_MoreCallersThanAreKept_ForgetsThoseWithoutFailures()
    {
        var callers = new TrialCallers();
        callers.Note(Trial, Outcomes.Of("v2", RequestOutcome.Failed) with { User = "loud" });
        for (var i = 0; i < TrialCallers.MaxCallers * 2; i++)
            callers.Note(Trial, Outcomes.Of("v2") with { User = $"user-{i}" });

        var without = Assert.Single(callers.Without("chat", Trial, new() { Requests = 2_001, Errors = 1 }));

        Assert.Equal((2_000L, 0L), (without.Judged, without.Errors));
    }
}
