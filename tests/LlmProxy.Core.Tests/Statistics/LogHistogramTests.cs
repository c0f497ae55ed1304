using LlmProxy.Core.Statistics;

namespace LlmProxy.Core.Tests.Statistics;

public class LogHistogramTests
{
    [Fact]
    public void Percentile_ThousandValues_IsWithinAClass()
    {
        var histogram = new LogHistogram();
        for (var i = 1; i <= 1000; i++)
            histogram.Add(i);

        var median = histogram.Percentile(0.5)!.Value;
        var late = histogram.Percentile(0.95)!.Value;

        // A class is 19 % wide.
        Assert.InRange(median.Value, 500 / 1.19, 500 * 1.19);
        Assert.InRange(late.Value, 950 / 1.19, 950 * 1.19);
        // Ranks 500 ± 1.96 * √250 = 469 to 531.
        Assert.InRange(median.Low, 469 / 1.19, median.Value);
        Assert.InRange(median.High, median.Value, 531 * 1.19);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(1e12)]
    public void Add_OutsideOfAllClasses_IsCountedAtTheEnd(double value)
    {
        var histogram = new LogHistogram();

        histogram.Add(value);

        Assert.Equal(1, value < 1 ? histogram.Counts[0] : histogram.Counts[^1]);
    }

    [Fact]
    public void Percentile_OfNothing_IsUnknown() => Assert.Null(new LogHistogram().Percentile(0.5));

    [Fact]
    public void Plus_AndSince_AreOpposite()
    {
        var (first, second) = (new LogHistogram(), new LogHistogram());
        first.Add(10);
        second.Add(10);
        second.Add(500);

        Assert.Equal(second.Counts, first.Plus(second).Since(first).Counts);
    }
}
