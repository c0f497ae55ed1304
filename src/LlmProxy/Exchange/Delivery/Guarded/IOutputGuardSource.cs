using LlmProxy.Core.Guardrails.Answers;

namespace LlmProxy.Exchange.Delivery.Guarded;

/// <summary>Gives an answer the guards that stand on its way to the client.</summary>
internal interface IOutputGuardSource
{
    /// <summary>The guards of one answer; <c>null</c> where neither a guard nor a mask concerns it, so that it goes the way of any other.</summary>
    IOutputGuards? Create(LlmAttempt attempt);
}
