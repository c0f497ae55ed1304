using LlmProxy.Load.Measure;

namespace LlmProxy.Tests.Bench;

public sealed class MedianBoundTests
{
    [Theory]
    // From the binomial distribution with p = ½: P(X ≤ k − 1) is the first at or above 0.95.
    [InlineData(5, 5)] // 0.9688
    [InlineData(7, 7)] // 0.9922; k = 6 has 0.9375
    [InlineData(8, 7)] // 0.9648
    [InlineData(10, 9)] // 0.9893; k = 8 has 0.9453
    [InlineData(20, 15)] // 0.9793; k = 14 has 0.9423
    [InlineData(30, 20)] // 0.9506
    [InlineData(100, 59)] // 0.9557; k = 58 has 0.9334
    public void Upper_SoManyValues_IsTheKthSmallest(int count, double k)
    {
        Assert.Equal(k, MedianBound.Upper(Enumerable.Range(1, count).Reverse().Select(value => (double)value)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(4)] // The greatest of four is below the median with a chance of 1/16.
    public void Upper_TooFewValues_IsNone(int count)
    {
        Assert.True(double.IsNaN(MedianBound.Upper(Enumerable.Range(1, count).Select(value => (double)value))));
    }

    [Fact]
    public void Upper_ValuesThatAreNoNumbers_LeavesThemOut()
    {
        Assert.Equal(5, MedianBound.Upper([double.NaN, 1, 2, 3, 4, 5, double.PositiveInfinity]));
    }

    [Fact]
    public void Upper_ThousandsOfValues_DoesNotUnderflow()
    {
        var bound = MedianBound.Upper(Enumerable.Range(1, 1000).Select(value => (double)value));

        // About n/2 + 1.645 * sqrt(n)/2.
        Assert.InRange(bound, 524, 530);
    }
}
