using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.Entities;

/// <summary>Finds entities: personal data, secrets, destructive code.</summary>
internal sealed class EntityGuard : SpanGuard
{
    private readonly Lazy<ISpanGuard> _finder;
    private readonly Lazy<ISpanGuard> _whole;

    /// <param name="patterns">What is looked for.</param>
    /// <param name="folding">What is undone before.</param>
    /// <param name="decodesEmbedded">Whether what is encoded in a request's texts is searched, too.</param>
    public EntityGuard(IReadOnlyList<EntityPattern> patterns, FoldOptions folding, bool decodesEmbedded)
    {
        // Guards that no route names cost nothing: patterns are compiled when they are first needed.
        _finder = new(() => Compile(patterns, folding));
        _whole = decodesEmbedded ? new(() => new EmbeddedSpanGuard(_finder.Value)) : _finder;
    }

    public override ISpanGuard Finder(LlmExchange? exchange, GuardDirection direction) =>
        // An answer may be a stream, and is not held to its end for this.
        direction == GuardDirection.Input ? _whole.Value : _finder.Value;

    public override void Warm() => GuardSamples.Show(_finder.Value);

    private static ISpanGuard Compile(IReadOnlyList<EntityPattern> patterns, FoldOptions folding)
    {
        // Names begin with any capital; in one automaton with numbers and keys its states would multiply.
        var names = patterns.Where(pattern => pattern.Group == EntityGroup.Names).ToList();
        var others = patterns.Where(pattern => pattern.Group != EntityGroup.Names).ToList();
        if (names.Count == 0)
            return Set(others, folding);
        return others.Count == 0 ? Set(names, folding) : new JoinedSpanGuard(Set(others, folding), Set(names, folding));
    }

    private static FoldedSpanGuard Set(List<EntityPattern> patterns, FoldOptions folding) => new(
        PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]), [.. patterns.Select(pattern => EntityNames.Of(pattern.Type))], folding);
}
