using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Guards.Entities;

/// <summary>Finds the entities of whole texts by the catalogue.</summary>
/// <param name="patterns">What is looked for.</param>
internal sealed class EntityFinder(IReadOnlyList<EntityPattern> patterns)
{
    private readonly PatternSet _set = PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]);

    /// <summary>What counts of all that was found: matches that share characters are decided between.</summary>
    public List<(EntityPattern Pattern, int Start, int End)> Find(byte[] text)
    {
        List<EntityMatch> matches = [.. _set.FindAll(text).Select(match => new EntityMatch(match.Pattern, match.Start, match.End))];
        EntityOverlaps.Resolve(matches);
        return [.. matches.Select(match => (patterns[match.Pattern], (int)match.Start, (int)match.End))];
    }
}
