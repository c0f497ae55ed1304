using System.Text;
using LlmProxy.Core.Guardrails.Injection.Folding;

namespace LlmProxy.Guards.Injection.Training;

/// <summary>Puts texts that have much in common in one group, so that none is judged by a model that has seen its twin.</summary>
/// <remarks>
/// Two texts belong together when of the runs of five words of the shorter one two fifths stand in the other too, in
/// any of their readings: a disguised attack is a twin of the plain one. Groups are closed: what is near the same text
/// is in one group.
/// </remarks>
internal static class NearDuplicates
{
    private const int RunLength = 5;
    private const int FewestCommon = 2;
    private const double Overlap = 0.4;

    private static readonly char[] Gaps = [' ', '\n', '\r', '\t', ',', '.', '!', '?', ':', ';', '"', '(', ')', '\''];

    /// <summary>Sets <see cref="Example.Group"/> of all <paramref name="examples"/>.</summary>
    public static void Group(IReadOnlyList<Example> examples)
    {
        var runs = examples.Select(example => Runs(example.Text.Text)).ToArray();
        var holders = new Dictionary<ulong, List<int>>();
        var parents = Enumerable.Range(0, examples.Count).ToArray();
        for (var i = 0; i < runs.Length; i++)
        {
            foreach (var (other, common) in Earlier(runs[i], holders))
            {
                if (common >= FewestCommon && common >= Overlap * Math.Min(runs[i].Count, runs[other].Count))
                    parents[Root(parents, i)] = Root(parents, other);
            }

            foreach (var run in runs[i])
                Holders(holders, run).Add(i);
        }

        for (var i = 0; i < examples.Count; i++)
            examples[i].Group = Root(parents, i);
    }

    // How many runs each earlier text has in common with these.
    private static Dictionary<int, int> Earlier(HashSet<ulong> runs, Dictionary<ulong, List<int>> holders)
    {
        var common = new Dictionary<int, int>();
        foreach (var other in runs.SelectMany(run => holders.GetValueOrDefault(run, [])))
            common[other] = common.GetValueOrDefault(other) + 1;
        return common;
    }

    private static List<int> Holders(Dictionary<ulong, List<int>> holders, ulong run)
    {
        if (!holders.TryGetValue(run, out var list))
            holders.Add(run, list = []);
        return list;
    }

    private static int Root(int[] parents, int i)
    {
        while (parents[i] != i)
            i = parents[i] = parents[parents[i]];
        return i;
    }

    private static HashSet<ulong> Runs(string text)
    {
        var set = new HashSet<ulong>();
        using var parts = new FoldedParts(Encoding.UTF8.GetBytes(text));
        for (var part = 0; part < parts.Count; part++)
        {
            var words = Words(Encoding.UTF8.GetString(parts.Get(part, out _)));
            for (var i = 0; i + RunLength <= words.Count; i++)
                set.Add(Hash(words, i));
        }

        return set;
    }

    // Each character of a script without spaces is a word.
    private static List<string> Words(string text)
    {
        var words = new List<string>();
        foreach (var part in text.Split(Gaps, StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Any(c => c is >= '\u0E00' and <= '\u0E7F' or >= '\u3040' and <= '\u9FFF'))
                words.AddRange(part.Select(c => c.ToString()));
            else
                words.Add(part);
        }

        return words;
    }

    private static ulong Hash(List<string> words, int from)
    {
        var hash = 14695981039346656037UL;
        for (var i = from; i < from + RunLength; i++)
        {
            foreach (var c in words[i])
                hash = (hash ^ c) * 1099511628211UL;
            hash = (hash ^ ' ') * 1099511628211UL;
        }

        return hash;
    }
}
