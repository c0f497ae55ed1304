namespace LlmProxy.Failover.LastResort;

/// <summary>A canned answer of Anthropic's messages.</summary>
internal static class CannedMessage
{
    private static readonly object NoUsage = new { input_tokens = 0, output_tokens = 0 };

    /// <summary>Not streamed.</summary>
    public static object Body(CannedText text) => Message(text, [new { type = "text", text = text.Text }], "end_turn");

    /// <summary>Streamed.</summary>
    public static IEnumerable<CannedFrame> Frames(CannedText text)
    {
        yield return new("message_start", new { type = "message_start", message = Message(text, [], null) });
        yield return new("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } });
        yield return new("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = text.Text } });
        yield return new("content_block_stop", new { type = "content_block_stop", index = 0 });
        yield return new("message_delta", new
        {
            type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = (string?)null }, usage = new { output_tokens = 0 },
        });
        yield return new("message_stop", new { type = "message_stop" });
    }

    private static object Message(CannedText text, object[] content, string? stop) => new
    {
        id = "msg_" + text.Id,
        type = "message",
        role = "assistant",
        model = text.Model,
        content,
        stop_reason = stop,
        stop_sequence = (string?)null,
        usage = NoUsage,
    };
}
