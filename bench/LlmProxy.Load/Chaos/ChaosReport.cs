using System.Globalization;

namespace LlmProxy.Load.Chaos;

/// <summary>The chaos run in words.</summary>
internal static class ChaosReport
{
    private static readonly string[] Head = ["fault", "attempts", "requests", "whole", "refused", "broken off", "wrong", "whole %"];

    /// <summary>A row for each kind of fault, then for all requests.</summary>
    public static string Table(ChaosTally tally)
    {
        List<string[]> rows = [Head];
        foreach (var early in (bool[])[true, false])
        {
            foreach (var fault in Faults.All.Where(fault => Faults.StrikesLate(fault) != early))
                rows.Add(Row(Faults.NameOf(fault), tally.Of(fault)));
            rows.Add(Row(early ? "= without late faults" : "= with late faults", early ? tally.Early : tally.Late));
        }

        foreach (var ((model, stream), count) in tally.ByForm.OrderBy(form => form.Key))
            rows.Add(Row($"  {model}, {(stream ? "streams" : "plain")}", count));

        var widths = Enumerable.Range(0, Head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd()).ToList();
        lines.Insert(1, new string('-', lines.Max(line => line.Length)));
        return string.Join('\n', lines);
    }

    private static string[] Row(string name, FaultCount count) =>
    [
        name, Number(count.Attempts), Number(count.Requests), Number(count.Whole), Number(count.Refused), Number(count.BrokenOff), Number(count.Wrong),
        count.Requests == 0 ? "" : count.SuccessPercent.ToString("0.000", CultureInfo.InvariantCulture),
    ];

    private static string Number(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}
