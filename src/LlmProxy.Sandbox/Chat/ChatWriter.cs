using System.Text.Json;
using LlmProxy.Sandbox.Answers;

namespace LlmProxy.Sandbox.Chat;

/// <summary>Writes chat completion objects.</summary>
internal static class ChatWriter
{
    /// <summary>The fingerprint of all answers.</summary>
    public const string Fingerprint = "fp_sandbox";

    /// <summary>A whole, unstreamed answer.</summary>
    public static void Write(Utf8JsonWriter json, string id, long created, string model, IReadOnlyList<Answer> answers)
    {
        json.WriteStartObject();
        json.WriteString("id"u8, id);
        json.WriteString("object"u8, "chat.completion"u8);
        json.WriteNumber("created"u8, created);
        json.WriteString("model"u8, model);
        json.WriteStartArray("choices"u8);
        for (var i = 0; i < answers.Count; i++) WriteChoice(json, id, i, answers[i]);
        json.WriteEndArray();
        json.WritePropertyName("usage"u8);
        WriteUsage(json, answers);
        json.WriteString("service_tier"u8, "default"u8);
        json.WriteString("system_fingerprint"u8, Fingerprint);
        json.WriteEndObject();
    }

    /// <summary>The usage of all choices together.</summary>
    public static void WriteUsage(Utf8JsonWriter json, IReadOnlyList<Answer> answers)
    {
        var input = answers[0].InputTokens;
        var output = answers.Sum(answer => answer.OutputTokens);
        json.WriteStartObject();
        json.WriteNumber("prompt_tokens"u8, input);
        json.WriteNumber("completion_tokens"u8, output);
        json.WriteNumber("total_tokens"u8, input + output);
        json.WriteStartObject("prompt_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteStartObject("completion_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, answers.Sum(answer => answer.ReasoningTokens));
        json.WriteNumber("audio_tokens"u8, 0);
        json.WriteNumber("accepted_prediction_tokens"u8, 0);
        json.WriteNumber("rejected_prediction_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>OpenAI's word for the end.</summary>
    public static ReadOnlySpan<byte> Finish(FinishKind finish) => finish switch
    {
        FinishKind.Stop or FinishKind.StopSequence => "stop"u8,
        FinishKind.Length => "length"u8,
        FinishKind.ToolCalls => "tool_calls"u8,
        _ => throw new System.Diagnostics.UnreachableException($"Finish {finish} has no name."),
    };

    /// <summary>The id of a tool call.</summary>
    public static string CallId(string answerId, int choice, int call) =>
        $"call_{StableHash.Mix(StableHash.Of(answerId, (ulong)choice) + (ulong)call):x16}";

    private static void WriteChoice(Utf8JsonWriter json, string id, int index, Answer answer)
    {
        var calls = answer.Calls.ToArray();
        json.WriteStartObject();
        json.WriteNumber("index"u8, index);
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        if (calls.Length > 0) json.WriteNull("content"u8);
        else json.WriteString("content"u8, answer.Text);
        if (answer.Reasoning is { } reasoning) json.WriteString("reasoning_content"u8, reasoning);
        if (calls.Length > 0) WriteCalls(json, id, index, calls);
        json.WriteNull("refusal"u8);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteNull("logprobs"u8);
        json.WriteString("finish_reason"u8, Finish(answer.Finish));
        json.WriteEndObject();
    }

    private static void WriteCalls(Utf8JsonWriter json, string id, int choice, AnswerBlock[] calls)
    {
        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, CallId(id, choice, call.CallIndex));
            json.WriteString("type"u8, "function"u8);
            json.WriteStartObject("function"u8);
            json.WriteString("name"u8, call.ToolName);
            json.WriteString("arguments"u8, call.Text);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
