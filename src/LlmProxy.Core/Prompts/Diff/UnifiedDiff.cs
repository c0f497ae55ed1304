using System.Globalization;
using System.Text;

namespace LlmProxy.Core.Prompts.Diff;

/// <summary>Writes what makes a text of another in the unified format, which people and <c>patch</c> read.</summary>
public static class UnifiedDiff
{
    private const int Context = 3;
    private const string NoNewline = "\\ No newline at end of file";

    /// <summary>The difference; empty where there is none.</summary>
    /// <param name="from">The former text, its lines ended by <c>\n</c>.</param>
    /// <param name="to">The later one.</param>
    /// <param name="fromName">What the former one is called.</param>
    /// <param name="toName">What the later one is called.</param>
    public static string Write(string from, string to, string fromName, string toName)
    {
        var lines = LineDiff.Of(Lines(from), Lines(to));
        if (lines.All(line => line.Mark == ' '))
            return "";
        var text = new StringBuilder().Append("--- ").Append(fromName).Append("\n+++ ").Append(toName).Append('\n');
        foreach (var (start, end) in Hunks(lines))
            WriteHunk(lines, start, end, text);
        return text.ToString();
    }

    /// <summary>Lines with their ends, so that a last one without is another than one with.</summary>
    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        for (var at = 0; at < text.Length;)
        {
            var end = text.IndexOf('\n', at);
            end = end < 0 ? text.Length : end + 1;
            lines.Add(text[at..end]);
            at = end;
        }

        return lines;
    }

    /// <summary>The changed lines with what stands around them; what overlaps is one.</summary>
    private static List<(int Start, int End)> Hunks(IReadOnlyList<DiffLine> lines)
    {
        var hunks = new List<(int Start, int End)>();
        for (var i = 0; i < lines.Count; i++)
        {
            if (lines[i].Mark == ' ')
                continue;
            var (start, end) = (Math.Max(0, i - Context), Math.Min(lines.Count, i + Context + 1));
            if (hunks.Count > 0 && start <= hunks[^1].End)
                hunks[^1] = (hunks[^1].Start, end);
            else
                hunks.Add((start, end));
        }

        return hunks;
    }

    private static void WriteHunk(IReadOnlyList<DiffLine> lines, int start, int end, StringBuilder text)
    {
        text.Append("@@ -").Append(Range(lines, start, end, '+')).Append(" +").Append(Range(lines, start, end, '-')).Append(" @@\n");
        for (var i = start; i < end; i++)
        {
            text.Append(lines[i].Mark).Append(lines[i].Text);
            if (!lines[i].Text.EndsWith('\n'))
                text.Append('\n').Append(NoNewline).Append('\n');
        }
    }

    /// <summary>First line and number of lines on one side; <paramref name="other"/> marks the lines that it does not have.</summary>
    private static string Range(IReadOnlyList<DiffLine> lines, int start, int end, char other)
    {
        var before = lines.Take(start).Count(line => line.Mark != other);
        var count = lines.Skip(start).Take(end - start).Count(line => line.Mark != other);
        // A side without lines is told by the line before it.
        var first = count == 0 ? before : before + 1;
        return count == 1 ? first.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{first},{count}");
    }
}
