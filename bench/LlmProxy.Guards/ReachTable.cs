using System.Globalization;
using System.Text;

namespace LlmProxy.Guards;

/// <summary>A Markdown table: what share of each group several ways of judging have caught.</summary>
/// <param name="ways">The heads of the columns.</param>
internal sealed class ReachTable(params string[] ways)
{
    private readonly List<(string Group, int Count, int[] Caught)> _rows = [];

    /// <summary>Adds a line: of <paramref name="count"/> texts each way caught so many.</summary>
    public void Add(string group, int count, params int[] caught) => _rows.Add((group, count, caught));

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine($"| | n | {string.Join(" | ", ways)} |");
        text.AppendLine($"|---|--:|{string.Concat(ways.Select(_ => "--:|"))}");
        foreach (var (group, count, caught) in _rows)
            text.AppendLine($"| {group} | {count} | {string.Join(" | ", caught.Select(part => Share(part, count)))} |");
        return text.ToString();
    }

    private static string Share(int part, int whole) => string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part})");
}
