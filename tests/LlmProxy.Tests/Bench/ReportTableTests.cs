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
        var markdown = ReportTable.Of([Measurement.Of("s", "m", Pairs, Value, new Goal(ratio, value))], "gateway").ToMarkdown();

        // The gateway's median is 5, the ratio's 1.25.
        Assert.Equal($"| s | m | 3 (2–4) | 5 (2–5) | 1.25 | 1.13–1.46 | 1.00–1.67 | 3 | {cell} |", markdown.Split('\n')[2]);
    }

    private static double Value(string text) => double.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
