namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>That a pattern has matched, on a condition about the character that follows.</summary>
/// <param name="Pattern">The pattern's index.</param>
/// <param name="Condition">The index of the condition.</param>
internal readonly record struct AcceptRule(int Pattern, int Condition);
