using System.Text;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Tests.Guardrails.Entities;

/// <summary>Finds entities, and writes them into their text: <c>Mail «EMAIL:a@b.org».</c></summary>
internal static class MarkedTexts
{
    private static readonly Dictionary<EntityGroup, (IReadOnlyList<EntityPattern> Patterns, PatternSet Set)> Sets =
        Enum.GetValues<EntityGroup>().ToDictionary(group => group, Compile);

    private static readonly (IReadOnlyList<EntityPattern> Patterns, PatternSet Set) Data = Compile(EntityGroup.Pii, EntityGroup.Secrets);

    /// <summary>A text whose entities stand between marks, without the marks.</summary>
    public static string Plain(string marked)
    {
        var plain = new StringBuilder();
        for (var i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '«')
                i = marked.IndexOf(':', i);
            else if (marked[i] != '»')
                plain.Append(marked[i]);
        }

        return plain.ToString();
    }

    /// <summary>A text with personal data and secrets marked.</summary>
    public static string Mark(string text) => Mark(text, Data.Patterns, Data.Set);

    /// <summary>A text with what one guard finds marked.</summary>
    public static string Mark(string text, EntityGroup group) => Mark(text, Sets[group].Patterns, Sets[group].Set);

    /// <summary>What is found in a text that comes byte by byte.</summary>
    public static List<PatternMatch> FindInChunks(string text, int size)
    {
        using var scanner = Data.Set.RentScanner();
        var matches = new List<PatternMatch>();
        foreach (var chunk in Encoding.UTF8.GetBytes(text).Chunk(size))
        {
            scanner.Feed(chunk);
            matches.AddRange(scanner.Matches);
        }

        scanner.Finish();
        matches.AddRange(scanner.Matches);
        return matches;
    }

    private static string Mark(string text, IReadOnlyList<EntityPattern> patterns, PatternSet set)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        List<EntityMatch> matches = [.. set.FindAll(utf8).Select(match => new EntityMatch(match.Pattern, match.Start, match.End))];
        EntityOverlaps.Resolve(matches);
        var marked = new StringBuilder();
        var at = 0;
        foreach (var match in matches)
        {
            marked.Append(Encoding.UTF8.GetString(utf8.AsSpan(at..(int)match.Start)));
            at = (int)match.End;
            marked.Append('«').Append(EntityNames.Of(patterns[match.Pattern].Type)).Append(':');
            marked.Append(Encoding.UTF8.GetString(utf8.AsSpan((int)match.Start..at))).Append('»');
        }

        return marked.Append(Encoding.UTF8.GetString(utf8.AsSpan(at))).ToString();
    }

    private static (IReadOnlyList<EntityPattern> Patterns, PatternSet Set) Compile(EntityGroup group) => Compile([group]);

    private static (IReadOnlyList<EntityPattern> Patterns, PatternSet Set) Compile(params EntityGroup[] groups)
    {
        List<EntityPattern> patterns = [.. groups.SelectMany(group => EntityCatalogue.Of(group))];
        return (patterns, PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]));
    }
}
