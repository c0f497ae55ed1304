using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails;

/// <summary>One text under judgement.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Form">How it is to be read.</param>
/// <param name="Place">Where it stands, as <c>messages[2].content</c>.</param>
/// <param name="Utf8">The text, escapes of the JSON around it resolved. Valid until the judgement is over.</param>
/// <param name="Message">The number of the message that it belongs to, from 0; -1: to none.</param>
public readonly record struct SubjectText(TextKind Kind, TextForm Form, string Place, ReadOnlyMemory<byte> Utf8, int Message = -1);
