using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Tells frames that only carry a piece of the answer from those that tell of its end, its cost or an error.</summary>
internal static class FrameSkimmer
{
    /// <summary>Whether the frame surely is a plain piece. When in doubt it is not.</summary>
    public static bool IsPlainDelta(in SseFrame frame)
    {
        // Named events: Responses' `response.output_text.delta`, Anthropic's `content_block_delta`.
        if (!frame.Event.IsEmpty)
            return frame.Event.EndsWith(".delta"u8) || frame.Event.SequenceEqual("content_block_delta"u8);
        // Chat and completions: an object in which `usage` and `finish_reason` are absent or null.
        return frame.Data is [(byte)'{', ..]
            && IsNullOrAbsent(frame.Data, "\"finish_reason\""u8)
            && IsNullOrAbsent(frame.Data, "usage\""u8)
            && frame.Data.IndexOf("\"error\""u8) < 0;
    }

    /// <summary>Whether no member of this name has a value. Only the last one is looked at; several are no plain piece.</summary>
    private static bool IsNullOrAbsent(ReadOnlySpan<byte> data, ReadOnlySpan<byte> name)
    {
        var at = data.IndexOf(name);
        if (at < 0)
            return true;
        var rest = data[(at + name.Length)..].TrimStart((byte)' ');
        return rest is [(byte)':', ..] && rest[1..].TrimStart((byte)' ').StartsWith("null"u8) && rest.IndexOf(name) < 0;
    }
}
