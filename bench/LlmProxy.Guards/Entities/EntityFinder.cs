using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Guards.Entities;

/// <summary>Finds the entities of whole texts as the guards do: in folded text, and told in raw places.</summary>
/// <param name="patterns">What is looked for.</param>
internal sealed class EntityFinder(IReadOnlyList<EntityPattern> patterns)
{
    private readonly FoldedPatternSet _set = new(PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]), FoldOptions.Usual);

    /// <summary>What counts of all that was found: matches that share characters are decided between.</summary>
    public List<(EntityPattern Pattern, int Start, int End)> Find(byte[] text)
    {
        var matches = new List<EntityMatch>();
        using var scanner = _set.RentScanner();
        scanner.Feed(text);
        Add(scanner, matches);
        scanner.Finish();
        Add(scanner, matches);
        EntityOverlaps.Resolve(matches);
        return [.. matches.Select(match => (patterns[match.Pattern], (int)match.Start, (int)match.End))];
    }

    private static void Add(FoldedScanner scanner, List<EntityMatch> matches)
    {
        foreach (var match in scanner.Matches)
        {
            // A match that goes on is told with its end when it ends.
            if (match.Phase != PatternMatchPhase.Opened)
                matches.Add(new EntityMatch(match.Pattern, match.Start, match.End));
        }
    }
}
