using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Responses;

/// <summary>Streams an answer as events of the Responses API.</summary>
internal sealed class ResponseStream(SseOutput output, ResponseObject response, Answer answer) : IAnswerStream
{
    private int _sequence;

    public async ValueTask StartAsync()
    {
        await SendStateAsync("response.created", "in_progress", FrameKind.Frame).ConfigureAwait(false);
        await SendStateAsync("response.in_progress", "in_progress", FrameKind.Frame).ConfigureAwait(false);
    }

    public async ValueTask OpenAsync(AnswerBlock block)
    {
        var index = Array.IndexOf(answer.Blocks, block);
        await SendItemAsync("response.output_item.added", index, isDone: false).ConfigureAwait(false);
        if (block.Kind == BlockKind.Text)
            await SendPartAsync("response.content_part.added", index, "content_index", ResponseObject.WritePart, "").ConfigureAwait(false);
        if (block.Kind == BlockKind.Reasoning)
        {
            await SendPartAsync("response.reasoning_summary_part.added", index, "summary_index", ResponseObject.WriteSummary, "")
                .ConfigureAwait(false);
        }
    }

    public ValueTask PieceAsync(AnswerBlock block, ReadOnlyMemory<char> piece)
    {
        var json = Begin($"response.{Name(block)}.delta", Array.IndexOf(answer.Blocks, block), block);
        json.WriteString("delta"u8, piece.Span);
        return EndAsync(json, FrameKind.Content);
    }

    public async ValueTask CloseAsync(AnswerBlock block)
    {
        var index = Array.IndexOf(answer.Blocks, block);
        var json = Begin($"response.{Name(block)}.done", index, block);
        json.WriteString(block.Kind == BlockKind.ToolCall ? "arguments"u8 : "text"u8, block.Text);
        if (block.Kind == BlockKind.ToolCall) json.WriteString("name"u8, block.ToolName);
        await EndAsync(json, FrameKind.Frame).ConfigureAwait(false);
        if (block.Kind == BlockKind.Text)
        {
            await SendPartAsync("response.content_part.done", index, "content_index", ResponseObject.WritePart, block.Text)
                .ConfigureAwait(false);
        }

        if (block.Kind == BlockKind.Reasoning)
        {
            await SendPartAsync(
                "response.reasoning_summary_part.done", index, "summary_index", ResponseObject.WriteSummary, block.Text)
                .ConfigureAwait(false);
        }

        await SendItemAsync("response.output_item.done", index, isDone: true).ConfigureAwait(false);
    }

    public ValueTask FinishAsync() =>
        SendStateAsync($"response.{response.FinalStatus}", response.FinalStatus, FrameKind.Closing);

    private static string Name(AnswerBlock block) => block.Kind switch
    {
        BlockKind.Reasoning => "reasoning_summary_text",
        BlockKind.Text => "output_text",
        _ => "function_call_arguments",
    };

    private ValueTask SendStateAsync(string name, string status, FrameKind kind)
    {
        var json = Begin(name);
        json.WritePropertyName("response"u8);
        response.Write(json, status);
        return EndAsync(json, kind);
    }

    private ValueTask SendItemAsync(string name, int index, bool isDone)
    {
        var json = Begin(name);
        json.WriteNumber("output_index"u8, index);
        json.WritePropertyName("item"u8);
        response.WriteItem(json, index, isDone);
        return EndAsync(json, FrameKind.Frame);
    }

    private ValueTask SendPartAsync(string name, int index, string partIndex, Action<Utf8JsonWriter, string> write, string text)
    {
        var json = Begin(name);
        json.WriteString("item_id"u8, response.ItemId(index));
        json.WriteNumber("output_index"u8, index);
        json.WriteNumber(partIndex, 0);
        json.WritePropertyName("part"u8);
        write(json, text);
        return EndAsync(json, FrameKind.Frame);
    }

    private Utf8JsonWriter Begin(string name, int index, AnswerBlock block)
    {
        var json = Begin(name);
        json.WriteString("item_id"u8, response.ItemId(index));
        json.WriteNumber("output_index"u8, index);
        if (block.Kind == BlockKind.Reasoning) json.WriteNumber("summary_index"u8, 0);
        if (block.Kind != BlockKind.Text) return json;
        json.WriteNumber("content_index"u8, 0);
        json.WriteStartArray("logprobs"u8);
        json.WriteEndArray();
        return json;
    }

    private Utf8JsonWriter Begin(string name)
    {
        output.Frame.Raw("event: "u8);
        output.Frame.Ascii(name);
        output.Frame.Raw("\ndata: "u8);
        var json = output.Frame.BeginJson();
        json.WriteStartObject();
        json.WriteString("type"u8, name);
        json.WriteNumber("sequence_number"u8, _sequence++);
        return json;
    }

    private ValueTask EndAsync(Utf8JsonWriter json, FrameKind kind)
    {
        json.WriteEndObject();
        output.Frame.EndJson();
        output.Frame.Raw("\n\n"u8);
        return output.SendAsync(kind);
    }
}
