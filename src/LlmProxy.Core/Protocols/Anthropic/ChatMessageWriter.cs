using System.Runtime.InteropServices;
using System.Text.Json;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Writes the message of a chat completion from a Messages answer.</summary>
internal static class ChatMessageWriter
{
    /// <summary>Writes the member <c>message</c>.</summary>
    public static void Write(
        Utf8JsonWriter json, JsonElement root, AnswerContent content, FinishReason finish, bool usesFunctions)
    {
        json.WriteStartObject("message"u8);
        json.WriteString("role"u8, "assistant"u8);
        json.WritePropertyName("content"u8);
        // Text is null beside tool calls and refusals only: clients take it for a string otherwise.
        if (content.HasText || (content.ToolCalls.Count == 0 && finish is not FinishReason.ContentFilter)) RawJson.WriteEscaped(json, content.Text);
        else json.WriteNullValue();
        WriteRefusal(json, root, finish);
        WriteReasoning(json, content);
        if (content.Citations.Count > 0)
        {
            json.WriteStartArray("annotations"u8);
            foreach (var citation in content.Citations) citation.Write(json);
            json.WriteEndArray();
        }

        WriteToolCalls(json, content.ToolCalls, usesFunctions);
        json.WriteEndObject();
    }

    private static void WriteRefusal(Utf8JsonWriter json, JsonElement root, FinishReason finish)
    {
        if (finish is FinishReason.ContentFilter && RawJson.TryGet(root, "stop_details"u8, out var details)
            && RawJson.TryGet(details, "explanation"u8, out var explanation))
        {
            RawJson.Copy(json, "refusal"u8, explanation);
        }
        else
        {
            json.WriteNull("refusal"u8);
        }
    }

    private static void WriteReasoning(Utf8JsonWriter json, AnswerContent content)
    {
        if (!content.Reasoning.IsEmpty)
        {
            json.WritePropertyName("reasoning_content"u8);
            RawJson.WriteEscaped(json, content.Reasoning);
        }

        if (content.Thinking.Count == 0) return;
        json.WriteStartArray("thinking_blocks"u8);
        foreach (var block in content.Thinking) RawJson.Copy(json, block);
        json.WriteEndArray();
    }

    private static void WriteToolCalls(Utf8JsonWriter json, List<JsonElement> calls, bool usesFunctions)
    {
        if (calls.Count == 0) return;
        if (usesFunctions)
        {
            json.WritePropertyName("function_call"u8);
            WriteFunction(json, calls[0]);
            return;
        }

        json.WriteStartArray("tool_calls"u8);
        foreach (var call in calls)
        {
            json.WriteStartObject();
            if (RawJson.TryGet(call, "id"u8, out var id)) RawJson.Copy(json, "id"u8, id);
            json.WriteString("type"u8, "function"u8);
            json.WritePropertyName("function"u8);
            WriteFunction(json, call);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteFunction(Utf8JsonWriter json, JsonElement call)
    {
        json.WriteStartObject();
        if (RawJson.TryGet(call, "name"u8, out var name)) RawJson.Copy(json, "name"u8, name);
        // The very bytes of the input: numbers and keys stay as the model wrote them.
        var hasInput = RawJson.TryGet(call, "input"u8, out var input);
        json.WriteString("arguments"u8, hasInput ? JsonMarshal.GetRawUtf8Value(input) : "{}"u8);
        json.WriteEndObject();
    }
}
