namespace LlmProxy.Configuration.Binding;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NameSuggestion
{
    /// <summary>A remedy for <paramref name="name"/>: the nearest of <paramref name="known"/>, or all of them where none is near.</summary>
    public static string For(string name, IEnumerable<string> known)
    {
        var names = known.ToList();
        if (Nearest(name, names) is { } nearest)
        {
            return $"did you mean '{nearest}'?";
        }

        return names.Count == 0 ? "there is none to choose from" : $"it can be {SafeValue.List(names)}";
    }

    /// <summary>The nearest of <paramref name="known"/>, within a third of the name's length; <c>null</c> where none is.</summary>
    public static string? Nearest(string name, IEnumerable<string> known)
    {
        // Names are a few dozen characters; a pasted text is not worth a comparison.
        if (name.Length > 100)
        {
            return null;
        }

        var best = known
            .Select(candidate => (Name: candidate, Distance: Distance(name.ToUpperInvariant(), candidate.ToUpperInvariant())))
            .OrderBy(pair => pair.Distance)
            .FirstOrDefault();
        return best.Name is not null && best.Distance <= Math.Max(1, name.Length / 3) ? best.Name : null;
    }

    /// <summary>
    /// Insertions, deletions, replacements and swaps of neighbours that make one text the other (optimal string alignment).
    /// </summary>
    private static int Distance(string a, string b)
    {
        var d = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++)
        {
            for (var j = 0; j <= b.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    d[i, j] = i + j;
                    continue;
                }

                var replaced = d[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                d[i, j] = Math.Min(replaced, 1 + Math.Min(d[i - 1, j], d[i, j - 1]));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    d[i, j] = Math.Min(d[i, j], d[i - 2, j - 2] + 1);
                }
            }
        }

        return d[a.Length, b.Length];
    }
}
