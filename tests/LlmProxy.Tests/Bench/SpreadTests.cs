using LlmProxy.Load.Measure;

namespace LlmProxy.Tests.Bench;

public sealed class SpreadTests
{
    [Fact]
    public void Of_FourValues_InterpolatesQuartiles()
    {
        // Positions 0.75, 1.5 and 2.25 in 1, 2, 4, 8: 1 + 0.75 * 1, 2 + 0.5 * 2, 4 + 0.25 * 4.
        Assert.Equal(new Spread(4, 1, 1.75, 3, 5, 8), Spread.Of([8, 2, 1, 4]));
    }

    [Fact]
    public void Of_ValuesThatAreNoNumbers_LeavesThemOut()
    {
        Assert.Equal(new Spread(1, 5, 5, 5, 5, 5), Spread.Of([double.NaN, 5, double.PositiveInfinity]));
    }

    [Fact]
    public void Of_NoValues_HasNoMedian()
    {
        var spread = Spread.Of([]);

        Assert.Equal(0, spread.Count);
        Assert.True(double.IsNaN(spread.Median));
    }
}
