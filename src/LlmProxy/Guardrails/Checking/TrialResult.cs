using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Checking;

/// <summary>What guards made of a text on trial.</summary>
/// <param name="IsBlocked">Whether one lets nothing pass.</param>
/// <param name="Text">What would go on: all of it, with what was replaced; of an answer that is blocked the part before.</param>
/// <param name="Runs">What each guard did, in the order asked.</param>
/// <param name="Errors">What is wrong with guards that could not judge.</param>
internal sealed record TrialResult(bool IsBlocked, string Text, IReadOnlyList<GuardRun> Runs, IReadOnlyDictionary<Guard, string> Errors);
