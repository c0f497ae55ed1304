using LlmProxy.Load.Measure;

namespace LlmProxy.Tests.Bench;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Percentile_HundredValues_TakesTheRank()
    {
        var histogram = new LatencyHistogram();
        for (var microseconds = 1; microseconds <= 100; microseconds++)
            histogram.Record(microseconds * 1000L);

        // A class is at most 1/64 wide, so its middle is at most 1/128 away.
        Assert.InRange(histogram.Percentile(0.5), 50 * 127 / 128.0, 50 * 129 / 128.0);
        Assert.InRange(histogram.Percentile(0.99), 99 * 127 / 128.0, 99 * 129 / 128.0);
        Assert.InRange(histogram.Percentile(1), 100 * 127 / 128.0, 100 * 129 / 128.0);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(63L)]
    [InlineData(64L)]
    [InlineData(127L)]
    [InlineData(128L)]
    [InlineData(1_000_003L)]
    [InlineData(long.MaxValue)]
    public void Percentile_OneValue_IsNearIt(long nanoseconds)
    {
        var histogram = new LatencyHistogram();
        histogram.Record(nanoseconds);

        Assert.InRange(histogram.Percentile(0.5) * 1000, nanoseconds * (127 / 128.0), nanoseconds * (129 / 128.0));
    }

    [Fact]
    public void Record_NegativeValue_CountsAsZero()
    {
        var histogram = new LatencyHistogram();
        histogram.Record(-5);

        Assert.Equal(0, histogram.Percentile(0.5));
    }

    [Fact]
    public void Percentile_NoValues_IsNoNumber() => Assert.True(double.IsNaN(new LatencyHistogram().Percentile(0.5)));
}
