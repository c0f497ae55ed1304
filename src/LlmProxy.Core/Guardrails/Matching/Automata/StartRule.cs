namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>That a match can begin with a position, on a condition about the character before.</summary>
/// <param name="Position">The position.</param>
/// <param name="Condition">The index of the condition.</param>
internal readonly record struct StartRule(int Position, int Condition);
