using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Exchange;

namespace LlmProxy.Guardrails.Words;

/// <summary>Finds words and expressions of the operator's.</summary>
internal sealed class WordsGuard : SpanGuard
{
    private readonly ISpanGuard _finder;
    private readonly ISpanGuard _whole;

    [SetsRequiredMembers]
    public WordsGuard(GuardDefinition definition, ISpanGuard finder)
        : base(definition, GuardAction.Block, TextKind.All)
    {
        _finder = finder;
        _whole = definition.Options.DecodeEmbedded ? new EmbeddedSpanGuard(finder) : finder;
    }

    /// <inheritdoc/>
    /// <remarks>What is encoded is searched in requests alone: an answer may be a stream, and is not held to its end for this.</remarks>
    public override ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction) => direction == GuardDirection.Input ? _whole : _finder;
}
