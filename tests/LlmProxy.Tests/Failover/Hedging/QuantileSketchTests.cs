using LlmProxy.Failover.Hedging;

namespace LlmProxy.Tests.Failover.Hedging;

/// <summary>Usual times, counted in buckets.</summary>
public sealed class QuantileSketchTests
{
    [Theory]
    [InlineData(0.5, 500)]
    [InlineData(0.95, 950)]
    [InlineData(0.999, 999)]
    public void Quantile_OfOneToAThousand_IsAtMostATenthTooLong(double share, double milliseconds)
    {
        var sketch = new QuantileSketch();
        for (var i = 1; i <= 1000; i++)
            sketch.Add(TimeSpan.FromMilliseconds(i));

        Assert.InRange(sketch.Quantile(share).TotalMilliseconds, milliseconds * 0.999, milliseconds * 1.1);
    }

    [Fact]
    public void Add_BeyondTheScale_CountsAtItsEnds()
    {
        var sketch = new QuantileSketch();
        sketch.Add(TimeSpan.Zero);
        Assert.Equal(1, sketch.Quantile(1).TotalMilliseconds);
        sketch.Add(TimeSpan.FromDays(1));
        // 1.1^140 = 623,700 ms
        Assert.InRange(sketch.Quantile(1).TotalMinutes, 10, 10.5);
    }

    [Fact]
    public void Add_TimesHaveChanged_TheNewOnesPrevail()
    {
        var sketch = new QuantileSketch();
        for (var i = 0; i < 2000; i++)
            sketch.Add(TimeSpan.FromMilliseconds(10));
        for (var i = 0; i < 4000; i++)
            sketch.Add(TimeSpan.FromMilliseconds(1000));

        Assert.InRange(sketch.Count, 1000, 2000);
        Assert.InRange(sketch.Quantile(0.5).TotalMilliseconds, 999, 1100);
    }
}
