namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One text of a whole answer.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Form">How it is to be read.</param>
/// <param name="Utf8">The text, escapes of the JSON around it resolved.</param>
public readonly record struct AnswerText(TextKind Kind, TextForm Form, ReadOnlyMemory<byte> Utf8);
