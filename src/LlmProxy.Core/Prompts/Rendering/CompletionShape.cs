using LlmProxy.Core.Json;

namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Completions: there is one text, and roles are nowhere to be said.</summary>
internal sealed class CompletionShape : IPromptShape
{
    /// <inheritdoc/>
    public ReadOnlySpan<byte> NameOf(PromptField field) => field == PromptField.Conversation ? "prompt"u8 : default;

    /// <inheritdoc/>
    public void WriteSystem(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
    }

    /// <inheritdoc/>
    public void WriteConversation(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
        draft.Name("prompt"u8);
        if (CallerTurns.IsNothing(caller) || caller is [(byte)'"', ..])
        {
            WriteOne(CallerTurns.IsNothing(caller) ? "\"\""u8 : caller, ref draft);
            return;
        }

        // Several texts are several answers, each to a prompt of its own.
        draft.Raw("["u8);
        var isFirst = true;
        var walk = new JsonWalk(caller);
        while (walk.Next())
        {
            if (!walk.IsString)
                throw NoTexts();
            CallerTurns.Separate(ref draft, ref isFirst);
            WriteOne(walk.Value, ref draft);
        }

        if (isFirst)
            throw NoTexts();
        draft.Raw("]"u8);
    }

    /// <inheritdoc/>
    public void WriteFormat(ReadOnlySpan<byte> caller, ref PromptDraft draft)
    {
    }

    private static Errors.LlmException NoTexts() => PromptFaults.Shape("prompt", "a string or a list of strings");

    private static void WriteOne(ReadOnlySpan<byte> text, ref PromptDraft draft)
    {
        var inside = text[1..^1];
        var before = draft.Messages.AsSpan(0, draft.HistoryAt);
        var after = draft.Messages.AsSpan(draft.HistoryAt);
        draft.Raw("\""u8);
        JoinedTexts.Write(before, ref draft);
        draft.Raw(before.IsEmpty || inside.IsEmpty ? default : JoinedTexts.Between);
        draft.Raw(inside);
        draft.Raw(after.IsEmpty || (before.IsEmpty && inside.IsEmpty) ? default : JoinedTexts.Between);
        JoinedTexts.Write(after, ref draft);
        draft.Raw("\""u8);
    }
}
