using LlmProxy.Load.Measure;
using LlmProxy.Load.Report;

namespace LlmProxy.Tests.Bench;

public sealed class ReportTableTests
{
    private static readonly Pair<string>[] Pairs = [new("1", "3", "5"), new("1", "2", "2"), new("2", "4", "5")];

    [Theory]
    [InlineData(1.25, null, "≤ 1.25 ×: met")]
    [InlineData(1.24, null, "≤ 1.24 ×: missed")]
    [InlineData(1.25, 5.0, "≤ 1.25 ×, ≤ 5: met")]
    [InlineData(1.25, 4.9, "≤ 1.25 ×, ≤ 4.9: missed")]
    public void ToMarkdown_Goal_IsJudgedByMedians(double ratio, double? value, string cell)
    {
        var markdown = ReportTable.Of([Measurement.Of("s", "m", Pairs, Value, new Goal(ratio, value))], "bare YARP", "gateway").ToMarkdown();

        // The gateway's median is 5, the ratio's 1.25.
        Assert.Equal($"| s | m | 3 (2–4) | 5 (2–5) | 1.25 | 1.13–1.46 |  | 1.00–1.67 | 3 | {cell} |", markdown.Split('\n')[2]);
    }

    [Theory]
    [InlineData(1.06, "≤ 1.03 ×, bound ≤ 1.06 ×: met")]
    [InlineData(1.05, "≤ 1.03 ×, bound ≤ 1.05 ×: missed")]
    public void ToMarkdown_Bound_IsJudgedToo(double bound, string cell)
    {
        Pair<string>[] five = [new(null, "100", "99"), new(null, "100", "100"), new(null, "100", "102"), new(null, "100", "104"), new(null, "100", "106")];

        var markdown = ReportTable.Of([Measurement.Of("s", "m", five, Value, new Goal(1.03, MaxBound: bound))], "without", "with").ToMarkdown();

        Assert.Equal("| scenario | measure | without | with | ratio | quartiles | 95 % bound | range | pairs | goal |", markdown.Split('\n')[0]);
        Assert.Equal($"| s | m | 100 | 102 (99–106) | 1.02 | 1.00–1.04 | 1.06 | 0.99–1.06 | 5 | {cell} |", markdown.Split('\n')[2]);
    }

    [Fact]
    public void ToMarkdown_TooFewPairsForABound_MissesTheGoal()
    {
        var markdown = ReportTable.Of([Measurement.Of("s", "m", Pairs[1..2], Value, new Goal(1.03, MaxBound: 1.06))], "without", "with").ToMarkdown();

        Assert.EndsWith("| ≤ 1.03 ×, bound ≤ 1.06 ×: missed |", markdown, StringComparison.Ordinal);
    }

    private static double Value(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
