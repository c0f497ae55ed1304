using LlmProxy.Prompts.Rollouts;

namespace LlmProxy.Tests.Prompts.Rollouts;

public class LookScheduleTests
{
    [Fact]
    public void At_HundredFirst_GrowsByHalf() =>
        Assert.Equal([100, 150, 225, 338, 507], Enumerable.Range(0, 5).Select(look => LookSchedule.At(look, 100)));

    [Theory]
    [InlineData(0, 0)]
    [InlineData(99, 0)]
    [InlineData(100, 1)]
    [InlineData(337, 3)]
    [InlineData(338, 4)]
    public void NextAfter_SoManyRequests_IsTheNextLook(long requests, int look) => Assert.Equal(look, LookSchedule.NextAfter(requests, 0, 100));

    [Fact]
    public void Part_AllLooks_AddUpToTheWhole()
    {
        // 0.8 + 0.2 * (1 / 2 + 1 / 6 + 1 / 12) = 0.95 of the first four; n / (n + 1) of 0.2 after n more.
        Assert.Equal(0.95, Enumerable.Range(0, 4).Sum(LookSchedule.Part), 12);
        Assert.InRange(Enumerable.Range(0, 100_000).Sum(LookSchedule.Part), 0.99999, 1);
    }
}
