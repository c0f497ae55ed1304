namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Anthropic's <c>stop_reason</c> in OpenAI's terms.</summary>
internal static class StopReasons
{
    /// <summary>The finish reason that <paramref name="stopReason"/> stands for.</summary>
    /// <param name="stopReason">The value as it came, UTF-8.</param>
    /// <returns><see cref="FinishReason.Other"/> for a value that this version does not know.</returns>
    /// <remarks>
    /// <c>pause_turn</c> and <c>compaction</c> ask for the turn to be sent back, which a chat client cannot know;
    /// for it the answer ends there, so both are <c>stop</c>.
    /// </remarks>
    public static FinishReason ToFinish(ReadOnlySpan<byte> stopReason)
    {
        if (stopReason.SequenceEqual("end_turn"u8) || stopReason.SequenceEqual("stop_sequence"u8)) return FinishReason.Stop;
        if (stopReason.SequenceEqual("tool_use"u8)) return FinishReason.ToolCalls;
        if (stopReason.SequenceEqual("max_tokens"u8)) return FinishReason.Length;
        if (stopReason.SequenceEqual("model_context_window_exceeded"u8)) return FinishReason.Length;
        if (stopReason.SequenceEqual("refusal"u8)) return FinishReason.ContentFilter;
        if (stopReason.SequenceEqual("pause_turn"u8) || stopReason.SequenceEqual("compaction"u8)) return FinishReason.Stop;
        return stopReason.IsEmpty ? FinishReason.None : FinishReason.Other;
    }
}
