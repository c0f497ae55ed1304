using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Tests.Prompts.Rollouts;

/// <summary>What the gates promise, tried on many planted versions. Chance comes from fixed seeds, so that a run is as the one before.</summary>
public class GateSimulationTests
{
    private const int Runs = 1_000;

    private static readonly GateModel Gates = new(new(), new());

    [Theory]
    [InlineData(1, 0, 240)] // Made live at once: judged by what its predecessor has answered before.
    [InlineData(2, 0, 1_000)]
    [InlineData(3, 0, 10_000)]
    [InlineData(4, 1, 100)] // Half of requests, the predecessor being young too.
    [InlineData(5, 9, 0)] // A tenth of requests, nothing known before.
    [InlineData(6, 99, 0)]
    public void Judge_ThirtyPercentAgainstFive_GoesBackWithinHundredRequests(int seed, int beside, int before)
    {
        var random = new Random(seed);

        var fired = Enumerable.Range(0, Runs).Count(_ => GoesBackAfter(random, 0.30, 0.05, beside, before, requests: 100) is not null);

        Assert.InRange(fired, 990, Runs);
    }

    [Theory]
    [InlineData(11, 0, 1, 0)]
    [InlineData(12, 0.01, 1, 0)]
    [InlineData(13, 0.05, 1, 0)]
    [InlineData(14, 0.2, 1, 0)]
    [InlineData(15, 0.05, 9, 0)]
    [InlineData(16, 0.05, 0, 100)]
    [InlineData(17, 0.05, 0, 1_000)]
    [InlineData(18, 0.01, 0, 100)]
    [InlineData(19, 0.2, 0, 100)]
    public void Judge_EqualVersions_RarelyGoBackInTenThousandRequests(int seed, double rate, int beside, int before)
    {
        var random = new Random(seed);

        var fired = Enumerable.Range(0, Runs).Count(_ => GoesBackAfter(random, rate, rate, beside, before, requests: 10_000) is not null);

        Assert.InRange(fired, 0, Runs / 100);
    }

    [Fact]
    public void Judge_AfterEachRequest_WouldRaiseFalseAlarms()
    {
        // Why there is a schedule: the first look's part spent at each request takes back more than the 1 % that are allowed.
        var random = new Random(21);

        var fired = Enumerable.Range(0, 300).Count(_ =>
        {
            var (errors, errorsBefore) = (0, 0);
            for (var n = 1; n <= 1_000; n++)
            {
                errors += random.NextDouble() < 0.05 ? 1 : 0;
                errorsBefore += random.NextDouble() < 0.05 ? 1 : 0;
                if (n >= 20 && GateJudge.Judge(Gates, 0, new("v2", GateJudgeTests.Tally(n, errors)), new VersionTally("v1", GateJudgeTests.Tally(n, errorsBefore))) is not null)
                    return true;
            }

            return false;
        });

        Assert.InRange(fired, 4, 300);
    }

    /// <summary>Sends requests to a new version, and so many more to its predecessor, until it goes back.</summary>
    private static long? GoesBackAfter(Random random, double rate, double rateBefore, int beside, int before, long requests)
    {
        var (errors, errorsBeside) = (0L, 0L);
        var errorsBefore = Hits(random, rateBefore, before);
        var done = 0L;
        for (var look = 0; LookSchedule.At(look, Gates.MinRequests) is var at && at <= requests; look++)
        {
            errors += Hits(random, rate, at - done);
            errorsBeside += Hits(random, rateBefore, (at - done) * beside);
            done = at;
            var alone = done * beside >= Gates.MinRequests;
            var baseline = alone
                ? GateJudgeTests.Tally(done * beside, errorsBeside)
                : GateJudgeTests.Tally(done * beside + before, errorsBeside + errorsBefore);
            if (GateJudge.Judge(Gates, look, new("v2", GateJudgeTests.Tally(done, errors)), baseline.Judged >= Gates.MinRequests ? new VersionTally("v1", baseline) : null) is not null)
                return done;
        }

        return null;
    }

    private static long Hits(Random random, double rate, long requests)
    {
        var hits = 0L;
        for (var i = 0L; i < requests; i++)
            hits += random.NextDouble() < rate ? 1 : 0;
        return hits;
    }
}
