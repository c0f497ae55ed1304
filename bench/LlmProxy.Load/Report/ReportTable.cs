using System.Globalization;
using LlmProxy.Load.Measure;

namespace LlmProxy.Load.Report;

/// <summary>A report as rows of text, and these as a table for people or as Markdown.</summary>
internal sealed class ReportTable
{
    private readonly List<string[]> _rows;

    private ReportTable(List<string[]> rows) => _rows = rows;

    /// <summary>Formats measurements.</summary>
    /// <param name="measurements">The lines.</param>
    /// <param name="baseline">What the first side is called.</param>
    /// <param name="gateway">What the second side is called.</param>
    public static ReportTable Of(IEnumerable<Measurement> measurements, string baseline, string gateway) => new(
    [
        ["scenario", "measure", baseline, gateway, "ratio", "quartiles", "95 % bound", "range", "pairs", "goal"],
        .. measurements.Select(Row),
    ]);

    /// <summary>Columns under each other.</summary>
    public string ToText()
    {
        var widths = Enumerable.Range(0, _rows[0].Length).Select(column => _rows.Max(row => row[column].Length)).ToArray();
        var lines = _rows.Select(row => string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd()).ToList();
        lines.Insert(1, new string('-', lines.Max(line => line.Length)));
        return string.Join('\n', lines);
    }

    /// <summary>A Markdown table.</summary>
    public string ToMarkdown()
    {
        var lines = _rows.Select(row => $"| {string.Join(" | ", row)} |").ToList();
        lines.Insert(1, string.Concat(Enumerable.Repeat("|---", _rows[0].Length)) + "|");
        return string.Join('\n', lines);
    }

    private static string[] Row(Measurement line) =>
    [
        line.Scenario,
        line.Name,
        Value(line.Baseline),
        Value(line.Gateway),
        Ratio(line.Ratio.Median),
        line.Ratio.Count > 1 ? $"{Ratio(line.Ratio.LowerQuartile)}–{Ratio(line.Ratio.UpperQuartile)}" : "",
        Ratio(line.RatioBound),
        line.Ratio.Count > 1 ? $"{Ratio(line.Ratio.Min)}–{Ratio(line.Ratio.Max)}" : "",
        (line.Ratio.Count > 0 ? line.Ratio.Count : line.Gateway.Count).ToString(CultureInfo.InvariantCulture),
        line.Goal is { } goal ? $"{goal}: {(goal.IsMet(line.Ratio.Median, line.Gateway.Median, line.RatioBound) ? "met" : "missed")}" : "",
    ];

    private static string Ratio(double ratio) => double.IsNaN(ratio) ? "" : ratio.ToString("0.00", CultureInfo.InvariantCulture);

    private static string Value(Spread values) => values.Count > 1 && values.Min < values.Max
        ? $"{Number(values.Median)} ({Number(values.Min)}–{Number(values.Max)})"
        : Number(values.Median);

    private static string Number(double value) => Math.Abs(value) switch
    {
        double.NaN => "",
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.##", CultureInfo.InvariantCulture),
    };
}
