using System.Globalization;
using System.Text;

namespace LlmProxy.Guards.Entities;

/// <summary>A Markdown table of exact spans: all, third parties' texts alone, each type, each source; the catalogue beside the plain baseline.</summary>
internal sealed class SpanTable
{
    private const string All = " all structured types";

    private const string Third = " third parties' texts";

    /// <summary>How the sources of this project's own texts begin.</summary>
    private const string Own = "written for this project";

    private readonly SortedDictionary<string, (SpanScore Guards, SpanScore Plain)> _rows = new(StringComparer.Ordinal);

    private SpanScore _names;

    /// <summary>Adds a text.</summary>
    public void Add(
        string source,
        HashSet<(string Type, int Start, int End)> marked,
        HashSet<(string Type, int Start, int End)> found,
        HashSet<(string Type, int Start, int End)> plain)
    {
        var group = source.Split(" (", 2)[0];
        foreach (var span in marked.Union(found).Union(plain))
        {
            Count(All, span, marked, found, plain);
            if (!source.StartsWith(Own, StringComparison.Ordinal))
                Count(Third, span, marked, found, plain);
            Count(span.Type, span, marked, found, plain);
            Count("from " + group, span, marked, found, plain);
        }
    }

    /// <summary>Adds the names of persons, which are told apart.</summary>
    public void AddApart(HashSet<(string Type, int Start, int End)> marked, HashSet<(string Type, int Start, int End)> found)
    {
        foreach (var span in marked.Union(found))
            Count(ref _names, marked.Contains(span), found.Contains(span));
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.AppendLine("| | marked | P | R | F1 | plain P | R | F1 |");
        text.AppendLine("|---|--:|--:|--:|--:|--:|--:|--:|");
        foreach (var (name, (guards, plain)) in _rows)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name.Trim()} | {guards.Right + guards.Missed} | {guards} | {plain} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| PERSON, an option | {_names.Right + _names.Missed} | {_names} | | | |");
        return text.ToString();
    }

    private void Count(
        string row,
        (string Type, int Start, int End) span,
        HashSet<(string Type, int Start, int End)> marked,
        HashSet<(string Type, int Start, int End)> found,
        HashSet<(string Type, int Start, int End)> plain)
    {
        var (guards, tutorial) = _rows.GetValueOrDefault(row);
        Count(ref guards, marked.Contains(span), found.Contains(span));
        Count(ref tutorial, marked.Contains(span), plain.Contains(span));
        _rows[row] = (guards, tutorial);
    }

    private static void Count(ref SpanScore score, bool isMarked, bool isFound)
    {
        score.Right += isMarked && isFound ? 1 : 0;
        score.Wrong += !isMarked && isFound ? 1 : 0;
        score.Missed += isMarked && !isFound ? 1 : 0;
    }
}
