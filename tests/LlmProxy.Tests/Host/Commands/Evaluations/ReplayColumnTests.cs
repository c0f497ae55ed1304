using LlmProxy.Host.Commands.Evaluations.Replaying;

namespace LlmProxy.Tests.Host.Commands.Evaluations;

public sealed class ReplayColumnTests
{
    [Fact]
    public void Add_Sides_AreSummedUp()
    {
        var column = new ReplayColumn();
        // 20 answers of 1 ms to 20 ms: half are under 10.5, so the 10th stands for the median, the 19th for 95 %.
        for (var i = 20; i >= 1; i--)
            column.Add(new() { LatencyMs = i, InputTokens = 2, Cost = 0.5m, Answer = "abcd", Rating = i == 1 ? 5 : null });
        column.Add(new() { Error = "500" });
        column.Add(new() { IsBlocked = true });
        column.Add(new() { LatencyMs = null, Answer = "" });

        Assert.Equal((23, 1, 1), (column.Count, column.Errors, column.Blocked));
        Assert.Equal((10d, 19d), (column.Latency(0.5), column.Latency(0.95)));
        Assert.Equal((40L, null), (column.InputTokens, column.OutputTokens));
        Assert.Equal((10m, 1), (column.Cost, column.UnknownCosts));
        // 80 characters in 21 answers.
        Assert.Equal(80d / 21, column.MeanLength);
        Assert.Equal((5d, 1), (column.MeanRating, column.Ratings));
    }

    [Fact]
    public void Nothing_Added_NothingIsKnown()
    {
        var column = new ReplayColumn();

        Assert.Null(column.Latency(0.5));
        Assert.Null(column.Cost);
        Assert.Null(column.MeanLength);
        Assert.Null(column.MeanRating);
    }
}
