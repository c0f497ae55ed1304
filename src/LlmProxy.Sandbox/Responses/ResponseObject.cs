using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Responses;

/// <summary>Writes the response object in each of its states.</summary>
internal sealed class ResponseObject(Exchange exchange, Answer answer)
{
    /// <summary>The response's id.</summary>
    public string Id { get; } = exchange.Id("resp_");

    /// <summary>The status at the end.</summary>
    public string FinalStatus => answer.Finish == FinishKind.Length ? "incomplete" : "completed";

    public byte[] ToBytes(string status)
    {
        using var frame = new FrameBuffer();
        Write(frame.BeginJson(), status);
        frame.EndJson();
        return frame.Written.ToArray();
    }

    public void Write(Utf8JsonWriter json, string status)
    {
        var isFinal = status == FinalStatus;
        json.WriteStartObject();
        json.WriteString("id"u8, Id);
        json.WriteString("object"u8, "response"u8);
        json.WriteNumber("created_at"u8, exchange.Sandbox.Now);
        json.WriteString("status"u8, status);
        json.WriteBoolean("background"u8, Flag("background", false));
        json.WriteNull("error"u8);
        WriteIncomplete(json, isFinal);
        WriteGiven(json, "instructions");
        WriteGiven(json, "max_output_tokens");
        json.WriteString("model"u8, exchange.Model);
        json.WriteStartArray("output"u8);
        if (isFinal) WriteOutput(json);
        json.WriteEndArray();
        json.WriteBoolean("parallel_tool_calls"u8, Flag("parallel_tool_calls", true));
        WriteGiven(json, "previous_response_id");
        WriteGiven(json, "reasoning");
        json.WriteBoolean("store"u8, Flag("store", true));
        json.WriteNumber("temperature"u8, 1.0);
        WriteGiven(json, "text", """{"format":{"type":"text"}}""");
        WriteGiven(json, "tool_choice", "\"auto\"");
        WriteGiven(json, "tools", "[]");
        json.WriteNumber("top_p"u8, 1.0);
        json.WriteString("truncation"u8, "disabled"u8);
        WriteUsage(json, isFinal);
        WriteGiven(json, "user");
        WriteGiven(json, "metadata", "{}");
        json.WriteEndObject();
    }

    /// <summary>One output item.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="index">The item's place in the output.</param>
    /// <param name="isDone">Whether its content is in it already.</param>
    public void WriteItem(Utf8JsonWriter json, int index, bool isDone)
    {
        var block = answer.Blocks[index];
        json.WriteStartObject();
        json.WriteString("id"u8, ItemId(index));
        switch (block.Kind)
        {
            case BlockKind.Reasoning:
                json.WriteString("type"u8, "reasoning"u8);
                json.WriteStartArray("summary"u8);
                if (isDone) WriteSummary(json, block.Text);
                json.WriteEndArray();
                break;
            case BlockKind.Text:
                json.WriteString("type"u8, "message"u8);
                json.WriteString("status"u8, isDone ? "completed"u8 : "in_progress"u8);
                json.WriteString("role"u8, "assistant"u8);
                json.WriteStartArray("content"u8);
                if (isDone) WritePart(json, block.Text);
                json.WriteEndArray();
                break;
            default:
                json.WriteString("type"u8, "function_call"u8);
                json.WriteString("status"u8, isDone ? "completed"u8 : "in_progress"u8);
                json.WriteString("arguments"u8, isDone ? block.Text : "");
                json.WriteString("call_id"u8, CallId(index));
                json.WriteString("name"u8, block.ToolName);
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>The text part of a message.</summary>
    public static void WritePart(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "output_text"u8);
        json.WriteStartArray("annotations"u8);
        json.WriteEndArray();
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>The part of a reasoning summary.</summary>
    public static void WriteSummary(Utf8JsonWriter json, string text)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, "summary_text"u8);
        json.WriteString("text"u8, text);
        json.WriteEndObject();
    }

    /// <summary>The id of an output item.</summary>
    public string ItemId(int index) => exchange.Id(
        answer.Blocks[index].Kind switch { BlockKind.Reasoning => "rs_", BlockKind.Text => "msg_", _ => "fc_" }, (ulong)index + 1);

    private string CallId(int index) => exchange.Id("call_", (ulong)index + 1);

    private void WriteOutput(Utf8JsonWriter json)
    {
        for (var i = 0; i < answer.Blocks.Length; i++) WriteItem(json, i, isDone: true);
    }

    private void WriteIncomplete(Utf8JsonWriter json, bool isFinal)
    {
        if (!isFinal || answer.Finish != FinishKind.Length)
        {
            json.WriteNull("incomplete_details"u8);
            return;
        }

        json.WriteStartObject("incomplete_details"u8);
        json.WriteString("reason"u8, "max_output_tokens"u8);
        json.WriteEndObject();
    }

    private void WriteUsage(Utf8JsonWriter json, bool isFinal)
    {
        if (!isFinal)
        {
            json.WriteNull("usage"u8);
            return;
        }

        json.WriteStartObject("usage"u8);
        json.WriteNumber("input_tokens"u8, answer.InputTokens);
        json.WriteStartObject("input_tokens_details"u8);
        json.WriteNumber("cached_tokens"u8, 0);
        json.WriteEndObject();
        json.WriteNumber("output_tokens"u8, answer.OutputTokens);
        json.WriteStartObject("output_tokens_details"u8);
        json.WriteNumber("reasoning_tokens"u8, answer.ReasoningTokens);
        json.WriteEndObject();
        json.WriteNumber("total_tokens"u8, answer.InputTokens + answer.OutputTokens);
        json.WriteEndObject();
    }

    private bool Flag(string name, bool otherwise) => exchange.Json.TryGetProperty(name, out var value)
        ? value.ValueKind == JsonValueKind.True
        : otherwise;

    // The object repeats the request's own settings.
    private void WriteGiven(Utf8JsonWriter json, string name, string otherwise = "null")
    {
        json.WritePropertyName(name);
        if (exchange.Json.TryGetProperty(name, out var value)) value.WriteTo(json);
        else json.WriteRawValue(otherwise);
    }
}
