namespace LlmProxy.Failover.LastResort;

/// <summary>A canned answer of the Responses API. It is not stored: nothing can be asked about it later.</summary>
internal static class CannedResponse
{
    /// <summary>Not streamed.</summary>
    public static object Body(CannedText text) => Response(text, isDone: true);

    /// <summary>Streamed.</summary>
    public static IEnumerable<CannedFrame> Frames(CannedText text)
    {
        var item = ItemId(text);
        var none = Array.Empty<object>();
        var n = 0;
        yield return Frame("response.created", new { type = "response.created", sequence_number = n++, response = Response(text, isDone: false) });
        yield return Frame("response.in_progress", new { type = "response.in_progress", sequence_number = n++, response = Response(text, isDone: false) });
        yield return Frame("response.output_item.added", new
        {
            type = "response.output_item.added", sequence_number = n++, output_index = 0, item = Item(text, isDone: false),
        });
        yield return Frame("response.content_part.added", new
        {
            type = "response.content_part.added", sequence_number = n++, item_id = item, output_index = 0, content_index = 0, part = Part(""),
        });
        yield return Frame("response.output_text.delta", new
        {
            type = "response.output_text.delta", sequence_number = n++, item_id = item, output_index = 0, content_index = 0, delta = text.Text, logprobs = none,
        });
        yield return Frame("response.output_text.done", new
        {
            type = "response.output_text.done", sequence_number = n++, item_id = item, output_index = 0, content_index = 0, text = text.Text, logprobs = none,
        });
        yield return Frame("response.content_part.done", new
        {
            type = "response.content_part.done", sequence_number = n++, item_id = item, output_index = 0, content_index = 0, part = Part(text.Text),
        });
        yield return Frame("response.output_item.done", new
        {
            type = "response.output_item.done", sequence_number = n++, output_index = 0, item = Item(text, isDone: true),
        });
        yield return Frame("response.completed", new { type = "response.completed", sequence_number = n, response = Response(text, isDone: true) });
    }

    private static CannedFrame Frame(string name, object data) => new(name, data);

    private static string ItemId(CannedText text) => "msg_" + text.Id;

    private static object Part(string text) => new { type = "output_text", text, annotations = Array.Empty<object>(), logprobs = Array.Empty<object>() };

    private static object Item(CannedText text, bool isDone) => new
    {
        id = ItemId(text),
        type = "message",
        status = isDone ? "completed" : "in_progress",
        role = "assistant",
        content = isDone ? new[] { Part(text.Text) } : [],
    };

    private static object Response(CannedText text, bool isDone) => new
    {
        id = "resp_" + text.Id,
        @object = "response",
        created_at = text.Created,
        status = isDone ? "completed" : "in_progress",
        error = (object?)null,
        incomplete_details = (object?)null,
        instructions = (object?)null,
        max_output_tokens = (int?)null,
        metadata = new { },
        model = text.Model,
        output = isDone ? new[] { Item(text, isDone: true) } : [],
        parallel_tool_calls = true,
        previous_response_id = (string?)null,
        store = false,
        temperature = (double?)null,
        tool_choice = "auto",
        tools = Array.Empty<object>(),
        top_p = (double?)null,
        usage = isDone ? NoUsage : null,
    };

    private static object NoUsage => new
    {
        input_tokens = 0,
        input_tokens_details = new { cached_tokens = 0 },
        output_tokens = 0,
        output_tokens_details = new { reasoning_tokens = 0 },
        total_tokens = 0,
    };
}
