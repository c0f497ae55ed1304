namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>The Responses API: what the template begins with as the operator are the instructions, all else are items of the input.</summary>
internal sealed class ResponseShape : IPromptShape
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> NameOf(PromptField field) => field switch
    {
        PromptField.System => "instructions"u8,
        PromptField.Conversation => "input"u8,
        PromptField.Format => "text"u8,
        _ => default,
    };

    /// <inheritdoc/>
    public void WriteSystem(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        var isCallers = caller is [(byte)'"', _, .., (byte)'"'];
        if (!isCallers && !CallerTurns.IsNothing(caller) && !caller.SequenceEqual("\"\""u8))
            throw PromptFaults.Shape("instructions", "a string");
        if (isCallers)
            CallerTurns.RefuseSystem(draft);
        isCallers &= draft.CallerSystem == CallerSystem.Keep;
        var count = Leading(draft);
        if (count == 0 && !isCallers)
            return;
        draft.Name("instructions"u8);
        draft.Raw("\""u8);
        JoinedTexts.Write(draft.Messages.AsSpan(0, count), ref draft);
        if (isCallers)
        {
            draft.Raw(count > 0 ? JoinedTexts.Between : default);
            draft.Raw(caller[1..^1]);
        }

        draft.Raw("\""u8);
    }

    /// <inheritdoc/>
    public void WriteConversation(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        var isText = caller is [(byte)'"', ..];
        if (!isText && !CallerTurns.IsNothing(caller) && caller is not [(byte)'[', ..])
            throw PromptFaults.Shape("input", "a string or a list");
        var leading = Leading(draft);
        var hasItems = leading < draft.Messages.Length;
        if (!hasItems && (isText || CallerTurns.IsNothing(caller)))
        {
            if (!caller.IsEmpty)
                draft.Member("input"u8, caller);
            return;
        }

        draft.Name("input"u8);
        draft.Raw("["u8);
        var isFirst = true;
        foreach (var message in draft.Messages.AsSpan(leading, draft.HistoryAt - leading))
            draft.Message(message, ref isFirst);
        WriteCaller(caller, isText, ref draft, ref isFirst);
        foreach (var message in draft.Messages.AsSpan(draft.HistoryAt))
            draft.Message(message, ref isFirst);
        draft.Raw("]"u8);
    }

    /// <inheritdoc/>
    public void WriteFormat(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Name("text"u8);
        draft.Raw("{\"format\":{\"type\":\"json_schema\","u8);
        draft.Schema(isNamed: true);
        draft.Raw("}"u8);
        OtherMembers.Write(caller, "format"u8, ref draft);
        draft.Raw("}"u8);
    }

    private static void WriteCaller(ReadOnlySpan<byte> caller, bool isText, ref PromptDraft draft, ref bool isFirst)
    {
        if (CallerTurns.IsNothing(caller))
            return;
        if (!isText)
        {
            CallerTurns.Write(caller, ref draft, ref isFirst);
            return;
        }

        CallerTurns.Separate(ref draft, ref isFirst);
        draft.Raw("{\"role\":\"user\",\"content\":"u8);
        draft.Raw(caller);
        draft.Raw("}"u8);
    }

    /// <summary>How many system messages the template begins with, before the caller's.</summary>
    private static int Leading(in PromptDraft draft)
    {
        var count = 0;
        while (count < draft.HistoryAt && draft.Messages[count].Role == PromptRole.System)
            count++;
        return count;
    }
}
