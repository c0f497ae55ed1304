using System.Text;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>Anthropic's messages.</summary>
internal sealed class MessagesWire : Wire
{
    public override string Path => "messages";

    public override string Blocked => "refusal";

    public override string Ended => "end_turn";

    public override string Request(string? system, string user, bool stream) => system is null
        ? Json(new { model = "m", max_tokens = 100, stream, messages = new[] { new { role = "user", content = user } } })
        : Json(new { model = "m", max_tokens = 100, stream, system, messages = new[] { new { role = "user", content = user } } });

    public override string UserOf(JsonElement request) => TextOf(request.GetProperty("messages").EnumerateArray().Last().GetProperty("content"));

    public override string Whole(string text) => Json(new
    {
        id = "msg_1", type = "message", role = "assistant", model = "m", content = new[] { new { type = "text", text } }, stop_reason = "end_turn", stop_sequence = default(string),
        usage = new { input_tokens = 1, output_tokens = 1 },
    });

    public override string Stream(IReadOnlyList<string> pieces) =>
        Event("message_start", new
        {
            type = "message_start",
            message = new
            {
                id = "msg_1", type = "message", role = "assistant", model = "m", content = Array.Empty<object>(), stop_reason = default(string), stop_sequence = default(string),
                usage = new { input_tokens = 1, output_tokens = 1 },
            },
        })
        + Event("content_block_start", new { type = "content_block_start", index = 0, content_block = new { type = "text", text = "" } })
        + string.Concat(pieces.Select(piece => Event("content_block_delta", new { type = "content_block_delta", index = 0, delta = new { type = "text_delta", text = piece } })))
        + Event("content_block_stop", new { type = "content_block_stop", index = 0 })
        + Event("message_delta", new { type = "message_delta", delta = new { stop_reason = "end_turn", stop_sequence = default(string) }, usage = new { output_tokens = 1 } })
        + Event("message_stop", new { type = "message_stop" });

    public override (string Text, string? Reason) Read(JsonElement answer) => (TextOf(answer.GetProperty("content")), answer.GetProperty("stop_reason").GetString());

    public override string? Read(JsonElement streamed, StringBuilder text)
    {
        switch (streamed.GetProperty("type").GetString())
        {
            case "content_block_delta":
                text.Append(streamed.GetProperty("delta").GetProperty("text").GetString());
                return null;
            case "message_delta":
                return streamed.GetProperty("delta").GetProperty("stop_reason").GetString();
            default:
                return null;
        }
    }
}
