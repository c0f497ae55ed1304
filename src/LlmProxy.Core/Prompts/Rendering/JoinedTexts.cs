namespace LlmProxy.Core.Prompts.Rendering;

/// <summary>Messages as one text.</summary>
internal static class JoinedTexts
{
    /// <summary>What stands between two of them: an empty line.</summary>
    public static ReadOnlySpan<byte> Between => "\\n\\n"u8;

    /// <summary>Writes the texts of <paramref name="messages"/> as the inside of one string.</summary>
    public static void Write(ReadOnlySpan<PromptPieceMessage> messages, ref PromptDraft draft)
    {
        for (var i = 0; i < messages.Length; i++)
        {
            if (i > 0)
                draft.Raw(Between);
            draft.Text(messages[i]);
        }
    }
}
