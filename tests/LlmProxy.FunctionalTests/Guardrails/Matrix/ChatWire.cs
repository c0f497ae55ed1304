using System.Text;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class ChatWire : Wire
{
    public override string Path => "chat/completions";

    public override string Blocked => "content_filter";

    public override string Ended => "stop";

    public override string Request(string? system, string user, bool stream)
    {
        List<object> messages = system is null ? [] : [new { role = "system", content = system }];
        messages.Add(new { role = "user", content = user });
        return Json(new { model = "m", stream, messages });
    }

    public override string UserOf(JsonElement request) => TextOf(request.GetProperty("messages").EnumerateArray().Last().GetProperty("content"));

    public override string Whole(string text) => Json(new
    {
        id = "c", @object = "chat.completion", created = 1, model = "m",
        choices = new[] { new { index = 0, message = new { role = "assistant", content = text }, finish_reason = "stop" } },
        usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 },
    });

    public override string Stream(IReadOnlyList<string> pieces) =>
        string.Concat(pieces.Select(piece => Event(Chunk(new { role = "assistant", content = piece }, null)))) + Event(Chunk(new { }, "stop")) + "data: [DONE]\n\n";

    public override (string Text, string? Reason) Read(JsonElement answer)
    {
        var choice = answer.GetProperty("choices")[0];
        return (choice.GetProperty("message").GetProperty("content").GetString()!, choice.GetProperty("finish_reason").GetString());
    }

    public override string? Read(JsonElement streamed, StringBuilder text)
    {
        var reason = default(string);
        foreach (var choice in streamed.GetProperty("choices").EnumerateArray())
        {
            if (choice.GetProperty("delta").TryGetProperty("content", out var content))
                text.Append(content.GetString());
            reason = choice.GetProperty("finish_reason").GetString() ?? reason;
        }

        return reason;
    }

    private static object Chunk(object delta, string? reason) => new
    {
        id = "c", @object = "chat.completion.chunk", created = 1, model = "m", choices = new[] { new { index = 0, delta, finish_reason = reason } },
    };
}
