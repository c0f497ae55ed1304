using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Entities;
using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.Entities;

/// <summary>Finds entities: personal data, secrets, destructive code.</summary>
internal sealed class EntityGuard : SpanGuard
{
    // Guards that no route names cost nothing: patterns are compiled when they are first needed.
    private readonly Lazy<ISpanGuard> _finder;
    private readonly Lazy<ISpanGuard> _whole;

    public EntityGuard(IReadOnlyList<EntityPattern> patterns, bool normalizes, bool decodesHtml, bool decodesEmbedded)
    {
        var folding = (normalizes ? FoldOptions.Usual : FoldOptions.None) | (decodesHtml ? FoldOptions.HtmlReferences : FoldOptions.None);
        _finder = new(() => new FoldedSpanGuard(
            PatternSet.Compile([.. patterns.Select(pattern => pattern.Definition)]), [.. patterns.Select(pattern => EntityNames.Of(pattern.Type))], folding));
        _whole = decodesEmbedded ? new(() => new EmbeddedSpanGuard(_finder.Value)) : _finder;
    }

    public override ISpanGuard Finder(LlmExchange? exchange, GuardDirection direction) =>
        // An answer may be a stream, and is not held to its end for this.
        direction == GuardDirection.Input ? _whole.Value : _finder.Value;
}
