using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Audit;

/// <summary>What a guard found, and where; never the text itself.</summary>
/// <param name="Type">From a closed set: <c>EMAIL</c>.</param>
/// <param name="Action">What happened to it.</param>
/// <param name="Place">Where the text stands: <c>messages[2].content</c>, <c>assistant</c>.</param>
/// <param name="Start">Where it begins in the text: bytes of UTF-8. -1: the guard judges the whole text.</param>
/// <param name="Length">How many bytes.</param>
public readonly record struct GuardFinding(string Type, GuardAction Action, string Place, long Start, int Length);
