using System.Globalization;
using System.Text;

namespace LlmProxy.Guards;

/// <summary>A Markdown table: what share of each group two ways of judging have caught.</summary>
/// <param name="firstName">The head of the column of the guard itself.</param>
/// <param name="secondName">The head of the column of what it is compared with.</param>
internal sealed class ReachTable(string firstName, string secondName)
{
    private readonly List<(string Group, int Count, int First, int Second)> _rows = [];

    /// <summary>Adds a line: of <paramref name="count"/> texts the one caught so many, the other so many.</summary>
    public void Add(string group, int count, int first, int second) => _rows.Add((group, count, first, second));

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"| | n | {firstName} | {secondName} |");
        text.AppendLine("|---|--:|--:|--:|");
        foreach (var (group, count, first, second) in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {group} | {count} | {Share(first, count)} | {Share(second, count)} |");
        return text.ToString();
    }

    private static string Share(int part, int whole) =>
        whole == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{100.0 * part / whole:0.0} % ({part})");
}
