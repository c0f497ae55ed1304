namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>An end that a pattern has found for the start that is looked at.</summary>
/// <param name="Pattern">The pattern's index.</param>
/// <param name="End">The position behind the match.</param>
internal readonly record struct Candidate(int Pattern, long End);
