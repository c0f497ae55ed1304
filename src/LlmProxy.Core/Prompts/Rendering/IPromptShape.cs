namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>How one protocol carries operator's text, conversation and form of the answer.</summary>
internal interface IPromptShape
{
    /// <summary>What a field is called; empty: the protocol has none.</summary>
    ReadOnlySpan<byte> NameOf(PromptField field);

    /// <summary>Writes the operator's text, if there is one.</summary>
    /// <param name="caller">What the caller says there, as it is written; empty: nothing.</param>
    /// <param name="draft">Takes the member, name and value.</param>
    void WriteSystem(ReadOnlySpan<byte> caller, ref PromptDraft draft);

    /// <inheritdoc cref="WriteSystem"/>
    /// <summary>Writes the conversation, if there is one.</summary>
    void WriteConversation(ReadOnlySpan<byte> caller, ref PromptDraft draft);

    /// <inheritdoc cref="WriteSystem"/>
    /// <summary>Writes the form of the answer; there is a schema.</summary>
    void WriteFormat(ReadOnlySpan<byte> caller, ref PromptDraft draft);
}
