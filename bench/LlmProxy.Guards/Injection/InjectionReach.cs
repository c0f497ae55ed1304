namespace LlmProxy.Guards.Injection;

/// <summary>The verb <c>injection reach</c>: recall of attacks and false positives by kind and source.</summary>
internal static class InjectionReach
{
    /// <summary>Prints the tables.</summary>
    /// <param name="arguments">The file of labelled texts.</param>
    /// <returns>0.</returns>
    public static int Run(string[] arguments)
    {
        if (arguments is not [var file])
            throw new UsageException("One file of labelled texts is needed.");

        var texts = JsonLines.Read<LabelledText>(file);
        Print("kind", texts, text => $"{text.Label}: {text.Kind}");
        Print("source", texts, text => $"{text.Label}: {text.Source}");
        Print("all", texts, text => text.Label);
        return 0;
    }

    private static void Print(string title, List<LabelledText> texts, Func<LabelledText, string> key)
    {
        var table = new ReachTable("baseline", "baseline");
        foreach (var group in texts.GroupBy(key).OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            var caught = group.Count(text => TutorialPatterns.Match(text.Text));
            table.Add(group.Key, group.Count(), caught, caught);
        }

        Console.WriteLine($"by {title}\n\n{table}");
    }
}
