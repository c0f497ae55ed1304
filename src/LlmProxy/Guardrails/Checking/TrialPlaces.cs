using LlmProxy.Core.Guardrails;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Checking;

/// <summary>Tells where in the one text on trial a finding stands.</summary>
internal sealed class TrialPlaces : IFoundPlaces
{
    /// <inheritdoc/>
    public FoundPlace Of(in GuardSpan span) => new("text", span.Characters);
}
