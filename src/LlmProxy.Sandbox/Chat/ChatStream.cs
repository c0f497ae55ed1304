using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Chat;

/// <summary>Streams one choice as chat completion chunks.</summary>
internal sealed class ChatStream(SseOutput output, ChatChunkFrame chunk, string id, int choice, Answer answer) : IAnswerStream
{
    public ValueTask StartAsync()
    {
        chunk.BeginDelta(output.Frame, choice);
        output.Frame.Raw(answer.Calls.Any()
            ? "\"role\":\"assistant\",\"content\":null,\"refusal\":null"u8
            : "\"role\":\"assistant\",\"content\":\"\",\"refusal\":null"u8);
        chunk.EndDelta(output.Frame);
        return output.SendAsync(FrameKind.Frame);
    }

    public ValueTask OpenAsync(AnswerBlock block)
    {
        if (block.Kind != BlockKind.ToolCall) return ValueTask.CompletedTask;
        var frame = output.Frame;
        BeginCall(block);
        frame.Raw(",\"id\":"u8);
        frame.String(ChatWriter.CallId(id, choice, block.CallIndex));
        frame.Raw(",\"type\":\"function\",\"function\":{\"name\":"u8);
        frame.String(block.ToolName);
        frame.Raw(",\"arguments\":\"\"}}]"u8);
        chunk.EndDelta(frame);
        return output.SendAsync(FrameKind.Frame);
    }

    public ValueTask PieceAsync(AnswerBlock block, ReadOnlyMemory<char> piece)
    {
        var frame = output.Frame;
        if (block.Kind == BlockKind.ToolCall)
        {
            BeginCall(block);
            frame.Raw(",\"function\":{\"arguments\":"u8);
            frame.String(piece.Span);
            frame.Raw("}}]"u8);
        }
        else
        {
            chunk.BeginDelta(frame, choice);
            frame.Raw(block.Kind == BlockKind.Reasoning ? "\"reasoning_content\":"u8 : "\"content\":"u8);
            frame.String(piece.Span);
        }

        chunk.EndDelta(frame);
        return output.SendAsync(FrameKind.Content);
    }

    public ValueTask CloseAsync(AnswerBlock block) => ValueTask.CompletedTask;

    public ValueTask FinishAsync()
    {
        chunk.BeginDelta(output.Frame, choice);
        chunk.EndDelta(output.Frame, ChatWriter.Finish(answer.Finish));
        return output.SendAsync(FrameKind.Closing);
    }

    private void BeginCall(AnswerBlock block)
    {
        chunk.BeginDelta(output.Frame, choice);
        output.Frame.Raw("\"tool_calls\":[{\"index\":"u8);
        output.Frame.Number(block.CallIndex);
    }
}
