using System.Text.Json;
using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Messages;

/// <summary>Streams an answer as Anthropic's events.</summary>
internal sealed class MessageStream(SseOutput output, MessageWriter message, Answer answer) : IAnswerStream
{
    private bool _hasPinged;

    public ValueTask StartAsync()
    {
        var json = Begin("message_start");
        json.WritePropertyName("message"u8);
        message.Write(json, isDone: false);
        return EndAsync(json, FrameKind.Frame);
    }

    public async ValueTask OpenAsync(AnswerBlock block)
    {
        var json = Begin("content_block_start", block);
        json.WritePropertyName("content_block"u8);
        message.WriteBlock(json, block, isDone: false);
        await EndAsync(json, FrameKind.Frame).ConfigureAwait(false);
        if (_hasPinged) return;
        _hasPinged = true;
        await EndAsync(Begin("ping"), FrameKind.Frame).ConfigureAwait(false);
    }

    public ValueTask PieceAsync(AnswerBlock block, ReadOnlyMemory<char> piece)
    {
        var (type, field) = block.Kind switch
        {
            BlockKind.Reasoning => ("thinking_delta", "thinking"),
            BlockKind.Text => ("text_delta", "text"),
            _ => ("input_json_delta", "partial_json"),
        };
        return SendDeltaAsync(block, type, field, piece.Span, FrameKind.Content);
    }

    public async ValueTask CloseAsync(AnswerBlock block)
    {
        if (block.Kind == BlockKind.Reasoning)
        {
            await SendDeltaAsync(block, "signature_delta", "signature", MessageWriter.Signature(block), FrameKind.Frame)
                .ConfigureAwait(false);
        }

        await EndAsync(Begin("content_block_stop", block), FrameKind.Frame).ConfigureAwait(false);
    }

    public async ValueTask FinishAsync()
    {
        var json = Begin("message_delta");
        json.WriteStartObject("delta"u8);
        json.WriteString("stop_reason"u8, message.StopReason);
        json.WriteString("stop_sequence"u8, message.StopSequence);
        json.WriteEndObject();
        message.WriteUsage(json, isDone: true);
        await EndAsync(json, FrameKind.Closing).ConfigureAwait(false);
        await EndAsync(Begin("message_stop"), FrameKind.Frame).ConfigureAwait(false);
    }

    private ValueTask SendDeltaAsync(AnswerBlock block, string type, string field, ReadOnlySpan<char> text, FrameKind kind)
    {
        var json = Begin("content_block_delta", block);
        json.WriteStartObject("delta"u8);
        json.WriteString("type"u8, type);
        json.WriteString(field, text);
        json.WriteEndObject();
        return EndAsync(json, kind);
    }

    private Utf8JsonWriter Begin(string name, AnswerBlock block)
    {
        var json = Begin(name);
        json.WriteNumber("index"u8, Array.IndexOf(answer.Blocks, block));
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
