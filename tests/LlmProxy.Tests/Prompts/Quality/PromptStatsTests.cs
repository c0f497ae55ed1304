using System.Globalization;
using LlmProxy.Core.Prompts;
using LlmProxy.Core.Statistics;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Quality;
using LlmProxy.Telemetry;

namespace LlmProxy.Tests.Prompts.Quality;

public class PromptStatsTests
{
    private static readonly PromptId V1 = new("chat", "v1");

    private readonly PromptStats _stats = new();

    [Theory]
    [InlineData(RequestOutcome.Completed, 0, 0)]
    [InlineData(RequestOutcome.ProviderError, 1, 0)]
    [InlineData(RequestOutcome.Failed, 1, 0)]
    [InlineData(RequestOutcome.Rejected, 0, 1)]
    [InlineData(RequestOutcome.ClientGone, 0, 1)]
    public void Add_Outcome_IsAnErrorOrNotJudged(RequestOutcome outcome, long errors, long unjudged)
    {
        var judged = _stats.Add(Outcomes.Of("v1", outcome));

        var tally = _stats.Read(V1);
        Assert.Equal((1, errors, unjudged, 1 - unjudged), (tally.Requests, tally.Errors, tally.Unjudged, judged));
        // Times are those of whole answers; what was paid for is counted however it ended.
        Assert.Equal((outcome == RequestOutcome.Completed ? 1 : 0, 1, 0.01m), (tally.Latency.Count, tally.Cost.Count, tally.CostSum));
    }

    [Fact]
    public void Add_VersionThatIsNamed_IsShownAndNotJudged()
    {
        Assert.Equal(0, _stats.Add(Outcomes.Of("v1", RequestOutcome.Failed) with { IsNamed = true }));
        Assert.Equal(1, _stats.Add(Outcomes.Of("v1")));

        Assert.Equal((1L, 0L), (_stats.Read(V1).Requests, _stats.Read(V1).Errors));
        Assert.Equal((2L, 1L), (_stats.ReadAll(V1).Requests, _stats.ReadAll(V1).Errors));
        Assert.Contains("named/chat@v1", _stats.TakeChanged().Select(changed => changed.Key));
    }

    // The second opinion comes when nobody knows any more that the version was chosen by the gateway.
    [Fact]
    public void Rate_OpinionThatMoves_IsTakenFromWhereItWas()
    {
        var first = Outcomes.Said(5);
        _stats.Rate(V1, [], first, null);
        _stats.Rate(V1, [], Outcomes.Said(1) with { IsNamed = true }, first);

        Assert.Equal(0, _stats.Read(V1).Rating.Count);
        Assert.Equal((1L, 1.0), (_stats.ReadAll(V1).Rating.Count, _stats.ReadAll(V1).Rating.Mean));
    }

    [Fact]
    public void Add_Blocked_IsJudgedAndNoError()
    {
        _stats.Add(Outcomes.Of("v1", RequestOutcome.Rejected, isBlocked: true));

        var tally = _stats.Read(V1);
        Assert.Equal((1, 1, 0, 1), (tally.Requests, tally.Blocks, tally.Errors, tally.Judged));
    }

    [Fact]
    public void Add_UnknownCost_IsCountedApart()
    {
        _stats.Add(Outcomes.Of("v1", cost: null));
        _stats.Add(Outcomes.Of("v1", cost: 0.03m));

        var tally = _stats.Read(V1);
        Assert.Equal((1, 0.03m, 0.03), (tally.UnknownCosts, tally.CostSum, tally.Cost.Mean));
    }

    [Fact]
    public void Add_Assignments_AreCountedByVariant()
    {
        _stats.Add(Outcomes.Of("v1", assignments: [new("words", "b", false), new("model", "a", true)]));

        Assert.Equal(1, _stats.ReadVariants("words")["b"].Requests);
        Assert.Equal(1, _stats.ReadVariants("model")["a"].Requests);
        Assert.Empty(_stats.ReadVariants("other"));
    }

    [Fact]
    public void Rate_Replaced_CountsOnce()
    {
        var (first, second) = (Outcomes.Said(5), Outcomes.Said(2, Feedback.WrongAnswer));

        _stats.Rate(V1, [], first, null);
        Assert.Equal((1L, 5.0, 1L, 0L, 0L), Numbers());
        _stats.Rate(V1, [], second, first);
        Assert.Equal((1L, 2.0, 0L, 1L, 1L), Numbers());
        _stats.Rate(V1, [], Outcomes.Said(null), second);
        Assert.Equal((0L, 0.0, 0L, 0L, 0L), Numbers());

        (long, double, long, long, long) Numbers()
        {
            var tally = _stats.Read(V1);
            return (tally.Rating.Count, tally.Rating.Mean, tally.Ups, tally.Downs, tally.WrongAnswers);
        }
    }

    [Fact]
    public void Add_BeyondAllSeries_IsCountedTogether()
    {
        for (var i = 0; i < PromptStats.MaxSeries + 5; i++)
            _stats.Add(Outcomes.Of($"v{i}"));

        var kept = _stats.TakeChanged().ToDictionary(pair => pair.Key, pair => pair.Tally);
        Assert.Equal(PromptStats.MaxSeries + 1, kept.Count);
        Assert.Equal(5, kept["other"].Requests);
        Assert.Equal(0, _stats.Read(new("chat", $"v{PromptStats.MaxSeries}")).Requests);
    }

    [Fact]
    public void Release_TooMany_LetsTheLeastNeededAndLongestUnusedGo()
    {
        // 1,000 series at most, of which 100 are to be free.
        for (var i = 0; i < 1_000; i++)
            _stats.Add(Outcomes.Of($"v{i}") with { Time = DateTimeOffset.UnixEpoch.AddMinutes(1_000 - i) });

        // v0 to v949 are needed or idle, the last 50 are gone.
        var released = _stats.Release(
            id => int.Parse(id.Version[1..], CultureInfo.InvariantCulture) switch { >= 950 => SeriesUse.Gone, >= 900 => SeriesUse.Needed, _ => SeriesUse.Idle },
            (_, _) => SeriesUse.Needed);

        // Those that are gone, and of the idle ones the 50 that were used first: v850 to v899.
        Assert.Equal(
            Enumerable.Range(850, 50).Concat(Enumerable.Range(950, 50)).Select(number => $"prompt/chat@v{number}").Order(StringComparer.Ordinal),
            released.Order(StringComparer.Ordinal));
        Assert.Equal(0, _stats.Read(new("chat", "v999")).Requests);
        Assert.Equal((1, 1), (_stats.Read(new("chat", "v849")).Requests, _stats.Read(new("chat", "v900")).Requests));
        // There are 100 places again, and no more.
        for (var i = 0; i < 101; i++)
            _stats.Add(Outcomes.Of($"new{i}"));
        Assert.Equal((1, 0), (_stats.Read(new("chat", "new99")).Requests, _stats.Read(new("chat", "new100")).Requests));
        Assert.True(_stats.IsFull);
    }

    [Fact]
    public void Release_VersionsThatCallersName_KeepNoPlace()
    {
        for (var i = 0; i < PromptStats.MaxSeries; i++)
            _stats.Add(Outcomes.Of($"v{i}") with { IsNamed = true });
        Assert.True(_stats.IsFull);

        Assert.Equal(100, _stats.Release(_ => SeriesUse.Needed, (_, _) => SeriesUse.Needed).Count);

        _stats.Add(Outcomes.Of("v1"));
        Assert.Equal(1, _stats.Read(V1).Requests);
    }

    [Fact]
    public void Release_AllNeeded_LetsNoneGo()
    {
        for (var i = 0; i < PromptStats.MaxSeries; i++)
            _stats.Add(Outcomes.Of($"v{i}"));

        Assert.Empty(_stats.Release(_ => SeriesUse.Needed, (_, _) => SeriesUse.Needed));
        Assert.True(_stats.IsFull);
    }

    [Fact]
    public void Release_EnoughPlaces_LetsNoneGo()
    {
        for (var i = 0; i < 900; i++)
            _stats.Add(Outcomes.Of($"v{i}"));

        Assert.Empty(_stats.Release(_ => SeriesUse.Gone, (_, _) => SeriesUse.Gone));
        Assert.False(_stats.IsFull);
    }

    [Fact]
    public async Task Add_ByManyAtOnce_LosesNothing()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            for (var i = 0; i < 1_000; i++)
                _stats.Add(Outcomes.Of("v1", i % 4 == 0 ? RequestOutcome.Failed : RequestOutcome.Completed));
        })));

        var tally = _stats.Read(V1);
        Assert.Equal((8_000, 2_000, 6_000, 80m), (tally.Requests, tally.Errors, tally.LatencyClasses.Count, tally.CostSum));
    }

    [Fact]
    public void Since_AnEarlierState_IsWhatCameAfterIt()
    {
        _stats.Add(Outcomes.Of("v1", RequestOutcome.Failed));
        var before = _stats.Read(V1);
        _stats.Add(Outcomes.Of("v1", milliseconds: 300, cost: 0.05m));

        var since = _stats.Read(V1).Since(before);

        Assert.Equal((1, 0, 300.0, 0.05m), (since.Requests, since.Errors, since.Latency.Mean, since.CostSum));
        Assert.Equal(1, since.LatencyClasses.Count);
    }

    [Fact]
    public void Since_MoreThanThereIsNow_IsNothing()
    {
        var before = new PromptTally { Requests = 3, Errors = 2, Unjudged = 1, Ups = 1 };
        _stats.Add(Outcomes.Of("v1", RequestOutcome.Failed));

        var since = _stats.Read(V1).Since(before);

        Assert.Equal((0, 0, 0, 0), (since.Requests, since.Errors, since.Unjudged, since.Ups));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("prompt/chat")]
    [InlineData("prompt/NOT A NAME@v1")]
    [InlineData("variant/none")]
    public void Restore_KeyOfAnotherForm_IsLeftAlone(string key)
    {
        _stats.Restore(key, new PromptTally { Requests = 1 });

        Assert.Empty(_stats.TakeChanged());
        Assert.Empty(_stats.Versions("chat"));
    }

    [Fact]
    public void Interval_OfATally_IsThatOfItsRate()
    {
        for (var i = 0; i < 100; i++)
            _stats.Add(Outcomes.Of("v1", i < 5 ? RequestOutcome.Failed : RequestOutcome.Completed));

        var tally = _stats.Read(V1);

        Assert.Equal(Interval.OfShare(5, 100), Interval.OfShare(tally.Errors, tally.Judged));
    }
}
