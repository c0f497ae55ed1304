namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>A place where a pattern has matched and its validator agrees.</summary>
/// <param name="Pattern">The index of the pattern in its set.</param>
/// <param name="Start">The first byte, counted from the beginning of the text.</param>
/// <param name="End">The byte behind the last one; for <see cref="PatternMatchPhase.Opened"/> as far as is known.</param>
/// <param name="Phase">Whether the end is known.</param>
public readonly record struct PatternMatch(
    int Pattern, long Start, long End, PatternMatchPhase Phase = PatternMatchPhase.Whole);
