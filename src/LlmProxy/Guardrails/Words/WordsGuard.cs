using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.Words;

/// <summary>Finds words and expressions of the operator's.</summary>
internal sealed class WordsGuard : SpanGuard
{
    private readonly ISpanGuard _finder;

    [SetsRequiredMembers]
    public WordsGuard(GuardDefinition definition, ISpanGuard finder)
        : base(definition, GuardAction.Block, TextKind.All) => _finder = finder;

    /// <inheritdoc/>
    public override ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction) => _finder;
}
