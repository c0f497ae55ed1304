using System.Diagnostics.CodeAnalysis;
using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Schemas;
using LlmProxy.Guardrails.Judging;

namespace LlmProxy.Guardrails.Schemas;

/// <summary>Demands that what the user said last is JSON which keeps a schema of the operator's.</summary>
internal sealed class SchemaGuard : JudgingGuard
{
    private readonly JsonSchema _schema;

    [SetsRequiredMembers]
    public SchemaGuard(GuardDefinition definition, JsonSchema schema)
        : base(definition, GuardAction.Block, TextKind.User | TextKind.Other) => _schema = schema;

    /// <inheritdoc/>
    public override ValueTask<GuardVerdict> JudgeAsync(GuardSubject subject, CancellationToken cancellation)
    {
        foreach (var text in WholeTexts.Of(subject))
        {
            cancellation.ThrowIfCancellationRequested();
            var check = SchemaCheck.Of(text, _schema);
            if (!check.Holds)
                return new(new GuardVerdict(VerdictLevel.Found, Types: [check.Type]) { Message = Message ?? check.Sentence("The input") });
        }

        return default;
    }
}
