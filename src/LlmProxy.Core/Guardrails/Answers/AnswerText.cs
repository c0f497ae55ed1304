namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>One text of a whole answer.</summary>
/// <param name="Kind">Whose it is.</param>
/// <param name="Form">How it is to be read.</param>
/// <param name="Utf8">The text, escapes of the JSON around it resolved.</param>
/// <param name="Message">The message that it is a part of, where it is what the model says: the choice, or the output item, from 0; -1: it stands alone.</param>
public readonly record struct AnswerText(TextKind Kind, TextForm Form, ReadOnlyMemory<byte> Utf8, int Message = -1)
{
    /// <summary>Which text of the answer it is; <c>null</c> where nobody knows.</summary>
    public AnswerAddress? Address { get; init; }
}
