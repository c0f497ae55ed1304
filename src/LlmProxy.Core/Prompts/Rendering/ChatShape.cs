namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Chat completions: everything is a message.</summary>
internal sealed class ChatShape : IPromptShape
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> NameOf(PromptField field) => field switch
    {
        PromptField.Conversation => "messages"u8,
        PromptField.Format => "response_format"u8,
        _ => default,
    };

    /// <inheritdoc/>
    public void WriteSystem(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
    }

    /// <inheritdoc/>
    public void WriteConversation(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        if (!CallerTurns.IsNothing(caller) && caller is not [(byte)'[', ..])
            throw PromptFaults.Shape("messages", "a list");
        draft.Name("messages"u8);
        draft.Raw("["u8);
        var isFirst = true;
        foreach (var message in draft.Messages.AsSpan(0, draft.HistoryAt))
            draft.Message(message, ref isFirst);
        if (!CallerTurns.IsNothing(caller))
            CallerTurns.Write(caller, ref draft, ref isFirst);
        foreach (var message in draft.Messages.AsSpan(draft.HistoryAt))
            draft.Message(message, ref isFirst);
        draft.Raw("]"u8);
    }

    /// <inheritdoc/>
    public void WriteFormat(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Name("response_format"u8);
        draft.Raw("{\"type\":\"json_schema\",\"json_schema\":{"u8);
        draft.Schema(isNamed: true);
        draft.Raw("}}"u8);
    }
}
