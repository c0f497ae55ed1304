using LlmProxy.Core.Statistics;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Rollouts;
using LlmProxy.Prompts.Settings;

namespace LlmProxy.Tests.Prompts.Rollouts;

public class GateJudgeTests
{
    private static readonly GateOptions Unset = new();

    [Fact]
    public void Judge_SixTimesTheErrors_GoesBackWithAReason()
    {
        var reason = Judge(Unset, Tally(100, errors: 31), Tally(240, errors: 12));

        Assert.Equal(
            "v2 failed 31 of 100 requests (31 %), v1 12 of 240 (5 %): at least 2 times as often; chance does so less than once in a million times", reason);
    }

    [Theory]
    [InlineData(19, 100, 100, 1000)] // 19 % is not twice 10 %.
    [InlineData(3, 100, 1, 100)] // Three times, but chance does so: (1 + ...) / C(200, 4) = 0.31.
    [InlineData(0, 100, 0, 100)]
    public void Judge_LittleWorse_Stays(long errors, long requests, long before, long requestsBefore) =>
        Assert.Null(Judge(Unset, Tally(requests, errors), Tally(requestsBefore, before)));

    [Fact]
    public void Judge_PredecessorWithoutErrors_IsJudgedByChanceAlone()
    {
        // 10 of 100 against 0 of 100: C(100, 10) / C(200, 10) = 0.00077, below 0.8 % of the first look.
        Assert.NotNull(Judge(Unset, Tally(100, errors: 10), Tally(100)));
        // 5 of 100 against 0 of 100: C(100, 5) / C(200, 5) = 0.030.
        Assert.Null(Judge(Unset, Tally(100, errors: 5), Tally(100)));
    }

    [Fact]
    public void Judge_NothingKnownOfThePredecessor_HasABound()
    {
        // 40 of 100 where 25 % are allowed: P(X >= 40) = 0.0007.
        var reason = Judge(Unset, Tally(100, errors: 40), null);

        Assert.StartsWith("v2 failed 40 of 100 requests (40 %), more than the 25 % that are allowed where nothing is known", reason, StringComparison.Ordinal);
        Assert.Null(Judge(Unset, Tally(100, errors: 26), null));
    }

    [Fact]
    public void Judge_SwitchedOff_Stays()
    {
        Assert.Null(Judge(new() { Enabled = false }, Tally(100, errors: 90), Tally(100)));
        Assert.Null(Judge(new() { ErrorFactor = 0 }, Tally(100, errors: 90), Tally(100)));
    }

    [Fact]
    public void Judge_Blocks_HaveAGateOfTheirOwn()
    {
        var (candidate, before) = (Tally(100), Tally(1000));
        candidate.Blocks = 30;
        before.Blocks = 50;

        Assert.Null(Judge(Unset, candidate, before));
        Assert.StartsWith("v2 had blocked 30 of 100 requests (30 %), v1 50 of 1,000 (5 %)", Judge(new() { BlockFactor = 2 }, candidate, before), StringComparison.Ordinal);
    }

    [Fact]
    public void Judge_CostLatencyAndRating_HaveGates()
    {
        var (candidate, before) = (Tally(100), Tally(100));
        Fill(candidate, cost: 0.03, milliseconds: 3000, rating: 3);
        Fill(before, cost: 0.01, milliseconds: 1000, rating: 4);

        Assert.Null(Judge(Unset, candidate, before));
        Assert.StartsWith("a request under v2 costs $0.03", Judge(new() { CostFactor = 2 }, candidate, before), StringComparison.Ordinal);
        Assert.Null(Judge(new() { CostFactor = 4 }, candidate, before));
        Assert.StartsWith("an answer under v2 takes 3,0", Judge(new() { LatencyFactor = 2 }, candidate, before), StringComparison.Ordinal);
        Assert.Null(Judge(new() { LatencyFactor = 4 }, candidate, before));
        Assert.StartsWith("v2 is rated 3.00 in the mean of 100 ratings, v1 4.00", Judge(new() { RatingDrop = 0.5m }, candidate, before), StringComparison.Ordinal);
        Assert.Null(Judge(new() { RatingDrop = 1.5m }, candidate, before));
    }

    [Fact]
    public void Judge_MoreGates_ShareTheSignificance()
    {
        // 12 of 100 against 2 of 100: 0.0051, which one gate may spend of the first look's 0.008, but not one of five.
        var (candidate, before) = (Tally(100, errors: 12), Tally(100, errors: 2));
        Assert.InRange(Comparison.MoreOften(12, 100, 2, 100), 0.8 * 0.01 / 5, 0.8 * 0.01);

        Assert.NotNull(Judge(Unset, candidate, before));
        Assert.Null(Judge(new() { BlockFactor = 2, CostFactor = 2, LatencyFactor = 2, RatingDrop = 1 }, candidate, before));
    }

    [Fact]
    public void Of_PromptsOwnGates_GoBeforeThoseOfAll()
    {
        var options = new PromptOptions { Gates = new() { ErrorFactor = 3, MinRequests = 50 } };
        options.Rollouts["chat"] = new() { Gates = new() { ErrorFactor = 5 } };

        Assert.Equal((5, 50, 0.01), Numbers(GateModel.Of(options, "chat")));
        Assert.Equal((3, 50, 0.01), Numbers(GateModel.Of(options, "other")));
        Assert.Equal((2, 100, 0.01), Numbers(GateModel.Of(new(), "other")));

        static (double, int, double) Numbers(GateModel gates) => (gates.ErrorFactor, gates.MinRequests, gates.Significance);
    }

    internal static PromptTally Tally(long requests, long errors = 0) => new() { Requests = requests, Errors = errors };

    private static string? Judge(GateOptions gates, PromptTally candidate, PromptTally? baseline) =>
        GateJudge.Judge(new(gates, new()), 0, new("v2", candidate), baseline is null ? null : new VersionTally("v1", baseline));

    private static void Fill(PromptTally tally, double cost, double milliseconds, int rating)
    {
        for (var i = 0; i < 100; i++)
        {
            tally.Cost.Add(cost * (1 + i % 3 / 100.0));
            tally.LogLatency.Add(Math.Log(milliseconds * (1 + i % 3 / 100.0)));
            tally.Rating.Add(rating + i % 2 - 0.5);
        }
    }
}
