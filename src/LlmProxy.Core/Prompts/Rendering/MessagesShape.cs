namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Anthropic's Messages API: the operator's text stands apart, and there are users and assistants alone.</summary>
internal sealed class MessagesShape : IPromptShape
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> NameOf(PromptField field) => field switch
    {
        PromptField.System => "system"u8,
        PromptField.Conversation => "messages"u8,
        PromptField.Format => "output_config"u8,
        PromptField.OldFormat => "output_format"u8,
        _ => default,
    };

    /// <inheritdoc/>
    public void WriteSystem(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        var isText = caller is [(byte)'"', ..];
        if (!isText && !CallerTurns.IsNothing(caller) && caller is not [(byte)'[', ..])
            throw PromptFaults.Shape("system", "a string or a list");
        var isCallers = caller.Length > 2 && !CallerTurns.IsNothing(caller);
        if (isCallers)
            CallerTurns.RefuseSystem(draft);
        isCallers &= draft.CallerSystem == CallerSystem.Keep;
        var hasText = HasText(draft);
        if (!hasText)
        {
            if (isCallers)
                draft.Member("system"u8, caller);
            return;
        }

        draft.Name("system"u8);
        if (isCallers && !isText)
            WriteBlocks(caller, ref draft);
        else
            WriteText(isCallers ? caller[1..^1] : default, ref draft);
    }

    /// <inheritdoc/>
    public void WriteConversation(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        if (!CallerTurns.IsNothing(caller) && caller is not [(byte)'[', ..])
            throw PromptFaults.Shape("messages", "a list");
        draft.Name("messages"u8);
        draft.Raw("["u8);
        var isFirst = true;
        WriteTurns(draft.Messages.AsSpan(0, draft.HistoryAt), ref draft, ref isFirst);
        if (!CallerTurns.IsNothing(caller))
            CallerTurns.Write(caller, ref draft, ref isFirst);
        WriteTurns(draft.Messages.AsSpan(draft.HistoryAt), ref draft, ref isFirst);
        draft.Raw("]"u8);
    }

    /// <inheritdoc/>
    public void WriteFormat(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Name("output_config"u8);
        draft.Raw("{\"format\":{\"type\":\"json_schema\","u8);
        draft.Schema(isNamed: false);
        draft.Raw("}"u8);
        OtherMembers.Write(caller, "format"u8, ref draft);
        draft.Raw("}"u8);
    }

    private static bool HasText(in PromptDraft draft)
    {
        foreach (var message in draft.Messages)
        {
            if (IsOperators(message))
                return true;
        }

        return false;
    }

    private static bool IsOperators(PromptPieceMessage message) => message.Role is PromptRole.System or PromptRole.Developer;

    private static void WriteTurns(ReadOnlySpan<PromptPieceMessage> messages, ref PromptDraft draft, ref bool isFirst)
    {
        foreach (var message in messages)
        {
            if (!IsOperators(message))
                draft.Message(message, ref isFirst);
        }
    }

    private static void WriteText(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Raw("\""u8);
        WriteOperators(ref draft);
        if (!caller.IsEmpty)
        {
            draft.Raw(JoinedTexts.Between);
            draft.Raw(caller);
        }

        draft.Raw("\""u8);
    }

    /// <summary>A caller's blocks may have marks for the provider's cache, so they stay blocks.</summary>
    private static void WriteBlocks(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Raw("[{\"type\":\"text\",\"text\":\""u8);
        WriteOperators(ref draft);
        draft.Raw("\"}"u8);
        var blocks = caller[1..^1].Trim(" \t\r\n"u8);
        draft.Raw(blocks.IsEmpty ? default : ","u8);
        draft.Raw(blocks);
        draft.Raw("]"u8);
    }

    private static void WriteOperators(ref PromptDraft draft)
    {
        var isFirst = true;
        foreach (var message in draft.Messages)
        {
            if (!IsOperators(message))
                continue;
            draft.Raw(isFirst ? default : JoinedTexts.Between);
            draft.Text(message);
            isFirst = false;
        }
    }
}
