namespace LlmProxy.Core.Guardrails.Entities;

/// <summary>An entity in a text.</summary>
/// <param name="Pattern">What found it: an index in the list of patterns that was searched for.</param>
/// <param name="Start">The first byte, counted from the beginning of the text.</param>
/// <param name="End">The byte behind the last one.</param>
public readonly record struct EntityMatch(int Pattern, long Start, long End);
