using System.Text;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>OpenAI's responses.</summary>
internal sealed class ResponsesWire : Wire
{
    private const string Item = "msg_1";

    public override string Path => "responses";

    public override string Blocked => "content_filter";

    public override string Ended => "completed";

    public override bool IsKept => true;

    public override string Request(string? system, string user, bool stream) => Json(new { model = "m", stream, instructions = system, input = user });

    public override string UserOf(JsonElement request) => TextOf(request.GetProperty("input"));

    public override string Whole(string text) => Json(Response("completed", Message("completed", text)));

    public override string Stream(IReadOnlyList<string> pieces)
    {
        var text = string.Concat(pieces);
        var number = 0;
        var body = new StringBuilder();
        void Add(string type, object members)
        {
            var json = Json(members);
            body.Append("event: ").Append(type).Append("\ndata: {\"type\":\"").Append(type).Append("\",\"sequence_number\":").Append(number++).Append(',').Append(json.AsSpan(1)).Append("\n\n");
        }

        Add("response.created", new { response = Response("in_progress") });
        Add("response.output_item.added", new { output_index = 0, item = new { id = Item, type = "message", status = "in_progress", role = "assistant", content = Array.Empty<object>() } });
        Add("response.content_part.added", new { item_id = Item, output_index = 0, content_index = 0, part = Part("") });
        foreach (var piece in pieces)
            Add("response.output_text.delta", new { item_id = Item, output_index = 0, content_index = 0, delta = piece, logprobs = Array.Empty<object>() });
        Add("response.output_text.done", new { item_id = Item, output_index = 0, content_index = 0, text, logprobs = Array.Empty<object>() });
        Add("response.content_part.done", new { item_id = Item, output_index = 0, content_index = 0, part = Part(text) });
        Add("response.output_item.done", new { output_index = 0, item = Message("completed", text) });
        Add("response.completed", new { response = Response("completed", Message("completed", text)) });
        return body.ToString();
    }

    public override (string Text, string? Reason) Read(JsonElement answer)
    {
        var text = string.Concat(answer.GetProperty("output").EnumerateArray().Select(item => TextOf(item.GetProperty("content"))));
        var reason = answer.TryGetProperty("incomplete_details", out var details) && details.ValueKind == JsonValueKind.Object ? details.GetProperty("reason").GetString() : null;
        return (text, reason ?? answer.GetProperty("status").GetString());
    }

    public override string? Read(JsonElement streamed, StringBuilder text)
    {
        switch (streamed.GetProperty("type").GetString())
        {
            case "response.output_text.delta":
                text.Append(streamed.GetProperty("delta").GetString());
                return null;
            case "response.completed" or "response.incomplete" or "response.failed":
                var (said, reason) = Read(streamed.GetProperty("response"));
                // The last event says again what the pieces were.
                Assert.Equal(text.ToString(), said);
                return reason;
            default:
                return null;
        }
    }

    private static object Part(string text) => new { type = "output_text", annotations = Array.Empty<object>(), logprobs = Array.Empty<object>(), text };

    private static object Message(string status, string text) => new { id = Item, type = "message", status, role = "assistant", content = new[] { Part(text) } };

    private static object Response(string status, params object[] output) => new
    {
        id = "resp_1", @object = "response", created_at = 1, model = "m", status, error = default(object), incomplete_details = default(object), output,
        parallel_tool_calls = true, tool_choice = "auto", tools = Array.Empty<object>(),
    };
}
