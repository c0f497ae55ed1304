using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery.Guarded;

namespace LlmProxy.Guardrails.Output;

/// <summary>Gives each answer the guards of its request's route.</summary>
internal sealed class OutputGuardSource(TimeProvider clock) : IOutputGuardSource
{
    public IOutputGuards? Create(LlmAttempt attempt)
    {
        if (attempt.Exchange.Guards is not { } guarded)
            return null;
        var guards = new OutputGuards(guarded, clock);
        return guards.IsEmpty ? null : guards;
    }
}
