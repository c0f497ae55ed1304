using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Leaks;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Guardrails.Input;

namespace LlmProxy.Guardrails.Leaks;

/// <summary>Finds places where an answer repeats what the system or the developer said in its request.</summary>
internal sealed class LeakGuard : SpanGuard
{
    private readonly LeakIndexes _indexes;

    [SetsRequiredMembers]
    public LeakGuard(GuardDefinition definition)
        : base(definition, GuardAction.Block, TextKind.Assistant | TextKind.Reasoning | TextKind.ToolArguments | TextKind.Refusal | TextKind.Other) =>
        _indexes = new(new LeakRule { Share = definition.Options.Threshold ?? 0 });

    /// <inheritdoc/>
    public override string? GapAt(CoveragePlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (place.Direction == GuardDirection.Output && place.Endpoint == LlmEndpoint.ResponseObject)
            return CoveragePlaces.NoRequest;
        return place.Transport == CoveragePlaces.Continued ? "system prompts of earlier turns are not there" : null;
    }

    /// <inheritdoc/>
    internal override bool IsIdle(LlmExchange exchange) =>
        CoveragePlaces.IsFetched(exchange)
        || (exchange is { Path.Endpoint: LlmEndpoint.Responses or LlmEndpoint.ResponseCompaction, Request: { } request } && KeptConversation.Continues(request.Body.Span));

    /// <inheritdoc/>
    public override ISpanGuard? Finder(LlmExchange? exchange, GuardDirection direction)
    {
        if (exchange?.Request is not { } request || direction == GuardDirection.Input)
            return null;
        using var texts = new InputTexts(request);
        return _indexes.Of([.. texts.Texts.Where(text => text.Kind is TextKind.System or TextKind.Developer).Select(text => text.Utf8)]);
    }
}
