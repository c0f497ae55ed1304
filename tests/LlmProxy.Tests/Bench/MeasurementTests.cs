using LlmProxy.Load.Measure;

namespace LlmProxy.Tests.Bench;

public sealed class MeasurementTests
{
    private static readonly Pair<string>[] Pairs = [new("1", "3", "5"), new("1", "2", "2"), new("2", "4", "5")];

    [Fact]
    public void Of_Pairs_DividesPairByPair()
    {
        // 5/3, 2/2 and 5/4; the medians alone would give 5/3.
        Assert.Equal(1.25, Measurement.Of("s", "m", Pairs, Value).Ratio.Median);
    }

    [Fact]
    public void Added_Pairs_SubtractsWhatTheSameRoundTookWithoutProxy()
    {
        var measurement = Measurement.Added("s", "m", Pairs, Value);

        Assert.Equal(2, measurement.Baseline.Median); // 2, 1, 2
        Assert.Equal(3, measurement.Gateway.Median); // 4, 1, 3
        Assert.Equal(1.5, measurement.Ratio.Median); // 2, 1, 1.5
    }

    [Fact]
    public void Added_LessThanNothing_GivesNoRatio()
    {
        var measurement = Measurement.Added("s", "m", [new Pair<string>("3", "2", "5"), new Pair<string>("1", "2", "4")], Value);

        Assert.Equal(new Spread(1, 3, 3, 3, 3, 3), measurement.Ratio);
    }

    private static double Value(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
