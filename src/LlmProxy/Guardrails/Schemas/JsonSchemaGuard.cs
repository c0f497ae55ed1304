using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Schemas;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Guardrails.Judging;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Demands that an answer is JSON and keeps the schema that its request asked for, or one of the operator's; what is almost right can be mended.</summary>
internal sealed class JsonSchemaGuard : JudgingGuard
{
    /// <summary>What is told of an answer that was mended.</summary>
    internal const string Repaired = "repaired";

    private readonly JsonSchema? _schema;

    /// <param name="definition">What the configuration says.</param>
    /// <param name="schema">The operator's schema, which goes before the request's; <c>null</c>: there is none.</param>
    [SetsRequiredMembers]
    public JsonSchemaGuard(GuardDefinition definition, JsonSchema? schema)
        : base(definition, GuardAction.Block, TextKind.Assistant)
    {
        _schema = schema;
        Repairs = definition.Options.Repair;
        Retries = definition.Options.Retry;
    }

    /// <summary>Whether an answer that is almost right is mended.</summary>
    public bool Repairs { get; }

    /// <summary>Whether the model is asked once more for an answer that stays wrong.</summary>
    public bool Retries { get; }

    /// <inheritdoc/>
    public override bool ChangesText => base.ChangesText || ((Repairs || Retries) && Action != GuardAction.Shadow);

    /// <inheritdoc/>
    public override string? GapAt(CoveragePlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return _schema is null && place is { Direction: GuardDirection.Output, Endpoint: LlmEndpoint.ResponseObject } ? CoveragePlaces.NoRequest : null;
    }

    /// <inheritdoc/>
    internal override bool IsIdle(LlmExchange exchange) => _schema is null && CoveragePlaces.IsFetched(exchange);

    /// <inheritdoc/>
    /// <remarks>
    /// A text that was mended is <see cref="VerdictLevel.Suspect"/> with a replacement, and only where the answer has one text in one part. An empty text is
    /// none: it stands beside calls of tools.
    /// </remarks>
    public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        var asked = _schema is null ? AskedFormat.Of(subject.Exchange) : new(true, _schema);
        if (!asked.IsJson)
            return default;
        var texts = WholeTexts.Of(subject).Where(text => !text.IsEmpty).ToList();
        foreach (var text in texts)
        {
            cancellation.ThrowIfCancellationRequested();
            var check = SchemaCheck.Of(text, asked.Schema);
            if (check.Holds)
                continue;
            if (Repairs && subject.Texts is [{ Kind: TextKind.Assistant }] && Mend(text, asked.Schema) is { } mended)
                return new(new GuardVerdict(VerdictLevel.Suspect, Types: [Repaired]) { Replacement = mended });
            return new(new GuardVerdict(VerdictLevel.Found, Types: [check.Type])
            {
                Message = Message ?? check.Sentence("The answer"), Correction = Retries ? Correction(check, asked.Schema) : null,
            });
        }

        return default;
    }

    /// <summary>What is wrong, in the schema's words and at most some 400 characters, and what is wanted.</summary>
    private static string Correction(in SchemaCheck check, JsonSchema? schema) =>
        $"{check.Sentence("Your answer")} Answer again with nothing but JSON{(schema is null ? "" : " that keeps the schema")}: no other text, and no code fences.";

    private static ReadOnlyMemory<byte>? Mend(ReadOnlyMemory<byte> text, JsonSchema? schema)
    {
        foreach (var candidate in JsonRepair.Candidates(text))
        {
            if (SchemaCheck.Of(candidate, schema).Holds)
                return candidate;
        }

        return null;
    }
}
