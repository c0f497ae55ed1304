using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>Where something was found.</summary>
/// <param name="Text">The text: <c>messages[2].content</c>, <c>choices[0].assistant</c>; empty where nobody knows.</param>
/// <param name="Characters">The part of it, as it was before any guard changed it; <c>null</c>: the text as a whole.</param>
internal readonly record struct FoundPlace(string Text, CharacterRange? Characters);
