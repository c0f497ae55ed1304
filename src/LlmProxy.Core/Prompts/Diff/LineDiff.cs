namespace LlmProxy.Core.Prompts.Diff;

/// <summary>Finds the fewest lines to take out of a text and to put into it that make another one.</summary>
/// <remarks>
/// The greedy algorithm of E. W. Myers, "An O(ND) Difference Algorithm and Its Variations", Algorithmica 1 (1986), figure 2: for a growing
/// number of changes d, the furthest point that can be reached on each diagonal k = x - y. Its cost grows with the changes and not with the
/// texts; texts with more than <see cref="MaxChanges"/> are told as one replaced by the other, which is right too, only longer.
/// </remarks>
public static class LineDiff
{
    /// <summary>Most changed lines that are looked for; the search then holds 4 MB.</summary>
    public const int MaxChanges = 1_000;

    /// <summary>The lines of both texts, in order.</summary>
    public static IReadOnlyList<DiffLine> Of(IReadOnlyList<string> from, IReadOnlyList<string> to)
    {
        var start = 0;
        while (start < from.Count && start < to.Count && from[start] == to[start])
            start++;
        var end = 0;
        while (end < from.Count - start && end < to.Count - start && from[^(end + 1)] == to[^(end + 1)])
            end++;

        var lines = new List<DiffLine>(from.Take(start).Select(Same));
        lines.AddRange(Middle([.. from.Take(from.Count - end).Skip(start)], [.. to.Take(to.Count - end).Skip(start)]));
        lines.AddRange(from.Skip(from.Count - end).Select(Same));
        return lines;
    }

    private static List<DiffLine> Middle(string[] from, string[] to)
    {
        if (Search(from, to) is not { } trace)
            return [.. from.Select(line => new DiffLine('-', line)), .. to.Select(line => new DiffLine('+', line))];
        var lines = new List<DiffLine>();
        var (x, y) = (from.Length, to.Length);
        for (var d = trace.Count - 1; d >= 0; d--)
        {
            var k = x - y;
            // What d - 1 changes reached, from where one change and then equal lines led here.
            var isDown = d > 0 && (k == -d || (k != d && Reached(trace, d - 1, k - 1) < Reached(trace, d - 1, k + 1)));
            var beforeX = d == 0 ? 0 : Reached(trace, d - 1, isDown ? k + 1 : k - 1);
            var beforeY = d == 0 ? 0 : beforeX - (isDown ? k + 1 : k - 1);
            while (x > beforeX && y > beforeY)
                lines.Add(Same(from[--x], ref y));
            if (d > 0)
                lines.Add(isDown ? new('+', to[--y]) : new('-', from[--x]));
        }

        lines.Reverse();
        return lines;
    }

    /// <summary>The furthest x on each diagonal from -d to d, for every number of changes d up to the last; <c>null</c>: there are too many.</summary>
    private static List<int[]>? Search(string[] from, string[] to)
    {
        var trace = new List<int[]>();
        for (var d = 0; d <= Math.Min(MaxChanges, from.Length + to.Length); d++)
        {
            var reached = new int[(2 * d) + 1];
            trace.Add(reached);
            for (var k = -d; k <= d; k += 2)
            {
                var x = d == 0 ? 0
                    : k == -d || (k != d && Reached(trace, d - 1, k - 1) < Reached(trace, d - 1, k + 1)) ? Reached(trace, d - 1, k + 1)
                    : Reached(trace, d - 1, k - 1) + 1;
                while (x < from.Length && x - k < to.Length && from[x] == to[x - k])
                    x++;
                reached[k + d] = x;
                if (x >= from.Length && x - k >= to.Length)
                    return trace;
            }
        }

        return null;
    }

    private static int Reached(List<int[]> trace, int d, int k) => trace[d][k + d];

    private static DiffLine Same(string line) => new(' ', line);

    private static DiffLine Same(string line, ref int y)
    {
        y--;
        return Same(line);
    }
}
