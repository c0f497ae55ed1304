using LlmProxy.Core.Statistics;

namespace LlmProxy.Core.Tests.Statistics;

public class IntervalTests
{
    [Fact]
    public void OfShare_FiveOfHundred_IsWilsons()
    {
        // z² = 3.8415: middle (0.05 + 0.019207) / 1.038415 = 0.066648; reach 1.95996 * √(0.000475 + 0.00009604) / 1.038415 = 0.045104.
        var share = Interval.OfShare(5, 100)!.Value;

        Assert.Equal(0.05, share.Value);
        Assert.Equal(0.021543, share.Low, 5);
        Assert.Equal(0.111752, share.High, 5);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(10, 1)]
    public void OfShare_NoneOrAll_StaysBetweenZeroAndOne(long some, double value)
    {
        var share = Interval.OfShare(some, 10)!.Value;

        Assert.Equal(value, share.Value);
        // 1 / (1 + z² / 10) = 0.722466 from the one end, its complement from the other.
        Assert.Equal(value, some == 0 ? share.Low : share.High);
        Assert.Equal(some == 0 ? 0.277533 : 0.722467, some == 0 ? share.High : share.Low, 5);
    }

    [Fact]
    public void OfShare_OfNothing_IsUnknown() => Assert.Null(Interval.OfShare(0, 0));

    [Fact]
    public void OfMean_FewValues_IsStudents()
    {
        var moments = Of(1, 2, 3, 4, 5);

        var mean = Interval.OfMean(moments)!.Value;

        // Variance 2.5, t(97.5 %, 4) = 2.776445: 3 ± 2.776445 * √(2.5 / 5) = 3 ± 1.963243.
        Assert.Equal(3, mean.Value);
        Assert.Equal(1.036757, mean.Low, 5);
        Assert.Equal(4.963243, mean.High, 5);
    }

    [Fact]
    public void OfMean_OneValueOrNone_KnowsNoBounds()
    {
        Assert.Equal(new Interval(7, double.NaN, double.NaN), Interval.OfMean(Of(7)));
        Assert.Null(Interval.OfMean(Of()));
    }

    [Fact]
    public void OfMean_ValuesOfAScale_StaysInIt()
    {
        // t(97.5 %, 1) = 12.7: 4.5 ± 12.7 * √(0.5 / 2) is far beyond either end.
        Assert.Equal(new Interval(4.5, 1, 5), Interval.OfMean(Of(4, 5), least: 1, most: 5));
    }

    [Fact]
    public void Moments_ValueTakenBack_IsAsIfNeverAdded()
    {
        var moments = Of(1, 2, 9);
        moments.Remove(9);

        Assert.Equal((2L, 1.5, 0.5), (moments.Count, moments.Mean, moments.Variance));
    }

    [Theory]
    [InlineData(0.05, 10, 2.228139)]
    [InlineData(0.05, 1, 12.706205)]
    [InlineData(0.01, 30, 2.749996)]
    [InlineData(0.05, 1e7, 1.959964)]
    public void TwoSided_Tables_Agree(double probability, double freedom, double t) =>
        Assert.Equal(t, StudentT.TwoSided(probability, freedom), 4);

    internal static Moments Of(params double[] values)
    {
        var moments = new Moments();
        foreach (var value in values)
            moments.Add(value);
        return moments;
    }
}
