using LlmProxy.Failover.Hedging;

namespace LlmProxy.Tests.Failover.Hedging;

/// <summary>Second attempts are bounded by a share of the requests.</summary>
public sealed class HedgeBudgetTests
{
    [Theory]
    [InlineData(5, 1000, 51)]
    [InlineData(0.1, 1000, 2)]
    [InlineData(100, 1000, 1001)]
    public void TrySpend_AtEachRequest_SpendsTheShareAndTheOneOfTheBeginning(double percent, int requests, int expected)
    {
        var budget = new HedgeBudget();
        var spent = 0;
        if (budget.TrySpend())
            spent++;
        for (var i = 0; i < requests; i++)
        {
            budget.Earn(percent);
            if (budget.TrySpend())
                spent++;
        }

        Assert.Equal(expected, spent);
    }

    [Fact]
    public void Earn_ForLong_SavesTenAtMost()
    {
        var budget = new HedgeBudget();
        for (var i = 0; i < 10_000; i++)
            budget.Earn(5);

        Assert.Equal(10, Enumerable.Range(0, 100).Count(_ => budget.TrySpend()));
    }
}
