using System.Globalization;

namespace LlmProxy.Guards.Injection.Corpus;

/// <summary>The project's own texts: a line is a text, in which <c>{a|b}</c> stands for a choice and <c>\n</c> for a line's end.</summary>
/// <remarks>A line with choices gives as many different texts as the last <c>//copies</c> line says, by a fixed seed.</remarks>
internal static class OwnTexts
{
    private const string Copies = "//copies ";
    private const string Comment = "// ";
    private const string Source = "written for this project";

    /// <summary>All texts of all files; those of a file named <c>attacks-…</c> are attacks.</summary>
    public static List<LabelledText> Read()
    {
        var texts = new List<LabelledText>();
        var assembly = typeof(OwnTexts).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.EndsWith(".txt", StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            var label = name.Contains("attacks-", StringComparison.Ordinal) ? "attack" : "benign";
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts.AddRange(Expand(reader).Select(text => new LabelledText(text, label, $"own-{label}", Source)));
        }

        return texts;
    }

    /// <summary>The texts of one file.</summary>
    internal static IEnumerable<string> Expand(TextReader reader)
    {
        var random = new Random(5);
        var copies = 1;
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith(Copies, StringComparison.Ordinal))
                copies = int.Parse(line.AsSpan(Copies.Length), CultureInfo.InvariantCulture);
            else if (line.Length > 0 && !line.StartsWith(Comment, StringComparison.Ordinal))
            {
                foreach (var text in Enumerable.Range(0, copies).Select(_ => Choose(line, random)).Distinct())
                    yield return text.Replace("\\n", "\n", StringComparison.Ordinal);
            }
        }
    }

    // From the last brace to the first, so that choices may stand within choices. Braces without | stay what they are.
    private static string Choose(string line, Random random)
    {
        for (var open = line.LastIndexOf('{'); open >= 0; open = open == 0 ? -1 : line.LastIndexOf('{', open - 1))
        {
            var close = line.IndexOf('}', open);
            if (close < 0 || !line.AsSpan(open, close - open).Contains('|'))
                continue;
            var choices = line[(open + 1)..close].Split('|');
            line = line[..open] + choices[random.Next(choices.Length)] + line[(close + 1)..];
        }

        return line;
    }
}
