using System.Text;
using LlmProxy.Load.Traffic;

namespace LlmProxy.Tests.Bench;

public sealed class StreamPlanTests
{
    [Theory]
    [InlineData(50, 20)]
    [InlineData(1, 0)]
    [InlineData(2, Timeout.Infinite)]
    public void TryParse_ModelOfAPlan_GivesThePlan(int chunks, int gap)
    {
        var plan = new StreamPlan(chunks, gap);

        Assert.True(StreamPlan.TryParse(Encoding.ASCII.GetBytes(plan.Model), out var parsed));
        Assert.Equal(plan, parsed);
    }

    [Theory]
    [InlineData("bench-json")]
    [InlineData("bench-stream-50")]
    [InlineData("bench-stream-50x")]
    [InlineData("bench-stream-50x20x")]
    [InlineData("bench-stream-0x20")]
    [InlineData("bench-stream-5x-2")]
    public void TryParse_AnotherModel_Refuses(string model) =>
        Assert.False(StreamPlan.TryParse(Encoding.ASCII.GetBytes(model), out _));
}
