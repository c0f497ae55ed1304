using System.Text;
using System.Text.Json;

namespace LlmProxy.FunctionalTests.Guardrails.Matrix;

/// <summary>OpenAI's completions.</summary>
internal sealed class CompletionsWire : Wire
{
    public override string Path => "completions";

    public override string Blocked => "content_filter";

    public override string Ended => "stop";

    public override bool HasSystem => false;

    public override string Request(string? system, string user, bool stream) => Json(new { model = "m", stream, prompt = user });

    public override string UserOf(JsonElement request) => request.GetProperty("prompt").GetString()!;

    public override string Whole(string text) => Json(Answer(text, "stop"));

    public override string Stream(IReadOnlyList<string> pieces) =>
        string.Concat(pieces.Select(piece => Event(Answer(piece, null)))) + Event(Answer("", "stop")) + "data: [DONE]\n\n";

    public override (string Text, string? Reason) Read(JsonElement answer)
    {
        var choice = answer.GetProperty("choices")[0];
        return (choice.GetProperty("text").GetString()!, choice.GetProperty("finish_reason").GetString());
    }

    public override string? Read(JsonElement streamed, StringBuilder text)
    {
        if (streamed.GetProperty("choices").GetArrayLength() == 0)
            return null;
        var (said, reason) = Read(streamed);
        text.Append(said);
        return reason;
    }

    private static object Answer(string text, string? reason) => new
    {
        id = "c", @object = "text_completion", created = 1, model = "m", choices = new[] { new { text, index = 0, logprobs = default(object), finish_reason = reason } },
    };
}
