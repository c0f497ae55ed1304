using LlmProxy.Core.Statistics;

namespace LlmProxy.Core.Tests.Statistics;

public class ComparisonTests
{
    // The sums of exact binomial coefficients, worked with whole numbers: Σ C(n, x) C(m, t - x) / C(n + m, t).
    [Theory]
    [InlineData(3, 4, 1, 4, 17.0 / 70)]
    [InlineData(31, 100, 12, 240, 5.834386212e-10)]
    [InlineData(2, 100, 9, 100, 0.995170942)]
    [InlineData(600, 10000, 500, 10000, 0.001061887765)]
    [InlineData(50, 1000, 50, 1000, 0.5408281487)]
    public void MoreOften_Tables_Agree(long hits, long size, long otherHits, long otherSize, double expected) =>
        Assert.Equal(1, Comparison.MoreOften(hits, size, otherHits, otherSize) / expected, 6);

    [Theory]
    [InlineData(0, 100, 0, 100)]
    [InlineData(0, 100, 7, 100)]
    [InlineData(0, 0, 0, 0)]
    [InlineData(100, 100, 50, 50)]
    public void MoreOften_NothingSpeaksForIt_IsOne(long hits, long size, long otherHits, long otherSize) =>
        Assert.Equal(1, Comparison.MoreOften(hits, size, otherHits, otherSize));

    [Fact]
    public void MoreOften_FarBelow_IsNearlyOne() => Assert.Equal(1, Comparison.MoreOften(10, 100_000, 50_000, 100_000), 9);

    [Fact]
    public void DifferentShares_Mirrored_IsTheSame()
    {
        var (one, other) = (Comparison.DifferentShares(31, 100, 12, 240), Comparison.DifferentShares(12, 240, 31, 100));

        Assert.Equal(one, other, 12);
        Assert.InRange(one, 1e-12, 1e-6);
    }

    [Fact]
    public void MeanAbove_UnequalSpread_IsWelchs()
    {
        // Means 6.6 and 3, variances 17.8 and 2.5, five each: t = 3.6 / √(3.56 + 0.5) = 1.786645,
        // freedom 4.06² / (3.56² / 4 + 0.5² / 4) = 5.10186. The tail beyond t at 5.1 degrees of freedom is 0.0663.
        var above = Comparison.MeanAbove(IntervalTests.Of(2, 4, 6, 8, 13), IntervalTests.Of(1, 2, 3, 4, 5))!.Value;

        Assert.InRange(above, 0.064, 0.069);
        Assert.Equal(1 - above, Comparison.MeanAbove(IntervalTests.Of(1, 2, 3, 4, 5), IntervalTests.Of(2, 4, 6, 8, 13))!.Value, 9);
    }

    [Fact]
    public void MeanAbove_WithoutSpread_KnowsTheOrder()
    {
        Assert.Equal(0, Comparison.MeanAbove(IntervalTests.Of(2, 2), IntervalTests.Of(1, 1)));
        Assert.Equal(1, Comparison.MeanAbove(IntervalTests.Of(1, 1), IntervalTests.Of(2, 2)));
        Assert.Equal(0.5, Comparison.MeanAbove(IntervalTests.Of(1, 1), IntervalTests.Of(1, 1)));
        Assert.Null(Comparison.MeanAbove(IntervalTests.Of(1), IntervalTests.Of(1, 1)));
    }

    [Fact]
    public void AtLeast_Tables_Agree()
    {
        // Σ C(40, x) 0.25^x 0.75^(40 - x) from 16 on.
        Assert.Equal(0.0262448840837, Comparison.AtLeast(16, 40, 0.25), 9);
        Assert.Equal(1, Comparison.AtLeast(0, 40, 0.25));
    }
}
