using System.Text;

namespace LlmProxy.Core.Prompts;

/// <summary>Reads the text of one message after the other, line by line.</summary>
internal sealed class PromptTextReader(Dictionary<string, int> variables, ICollection<PromptFault> faults)
{
    private readonly StringBuilder _literal = new();
    private List<PromptSegment> _segments = [];

    /// <summary>Whether the inside of two braces says something of messages, and not a variable's name.</summary>
    public static bool IsDirective(ReadOnlySpan<char> inside) =>
        inside is "history" or "role" || (inside.StartsWith("role") && inside.Length > 4 && (char.IsWhiteSpace(inside[4]) || inside[4] == '"'));

    /// <summary>Adds a line.</summary>
    public void ReadLine(ReadOnlySpan<char> line, int number)
    {
        while (line.IndexOf("{{") is var at and >= 0)
        {
            if (at > 0 && line[at - 1] == '\\')
            {
                _literal.Append(line[..(at - 1)]).Append("{{");
                line = line[(at + 2)..];
                continue;
            }

            _literal.Append(line[..at]);
            line = line[(at + 2)..];
            var end = line.IndexOf("}}");
            if (end < 0)
            {
                faults.Add(new(number, "opens {{ that nothing closes", "close it on the same line, or write \\{{ for the two characters"));
                break;
            }

            Place(line[..end].Trim(), number);
            line = line[(end + 2)..];
        }

        _literal.Append(line).Append('\n');
    }

    /// <summary>The text so far, without white space at its ends; empty where there is none. Begins another.</summary>
    public List<PromptSegment> Take()
    {
        EndLiteral();
        var segments = _segments;
        _segments = [];
        Trim(segments);
        return segments;
    }

    private void Place(ReadOnlySpan<char> inside, int number)
    {
        if (IsDirective(inside))
        {
            faults.Add(new(number, "has {{" + Shown(inside) + "}} beside a text", "write it on a line of its own"));
            return;
        }

        if (!PromptVariable.IsName(inside))
        {
            faults.Add(new(number, "has {{" + Shown(inside) + "}}, which is no variable's name", "there are {{role \"…\"}}, {{history}} and {{name}} with a name of letters, digits and _, and no others; \\{{ writes the two characters"));
            return;
        }

        if (!variables.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(inside, out var variable))
        {
            var known = variables.Count == 0 ? "none is declared" : "declared are " + string.Join(", ", variables.Keys.Take(20));
            faults.Add(new(number, "has {{" + Shown(inside) + "}}, which is not declared", $"add it to 'variables' in the front matter; {known}"));
            return;
        }

        EndLiteral();
        _segments.Add(new PromptSegment("", variable));
    }

    private void EndLiteral()
    {
        if (_literal.Length > 0)
            _segments.Add(new PromptSegment(_literal.ToString(), -1));
        _literal.Clear();
    }

    private static void Trim(List<PromptSegment> segments)
    {
        if (segments.Count > 0 && !segments[0].IsVariable)
            segments[0] = segments[0] with { Text = segments[0].Text.TrimStart() };
        if (segments.Count > 0 && !segments[^1].IsVariable)
            segments[^1] = segments[^1] with { Text = segments[^1].Text.TrimEnd() };
        segments.RemoveAll(segment => !segment.IsVariable && segment.Text.Length == 0);
    }

    private static string Shown(ReadOnlySpan<char> inside) => inside.Length > 40 ? string.Concat(inside[..40], "…") : inside.ToString();
}
