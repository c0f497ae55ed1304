using LlmProxy.Sandbox.Answers;
using LlmProxy.Sandbox.Chat;
using LlmProxy.Sandbox.Hosting;
using LlmProxy.Sandbox.Output;

namespace LlmProxy.Sandbox.Completions;

/// <summary>Streams one choice of a legacy completion; it has text and nothing else.</summary>
internal sealed class CompletionStream(Exchange exchange, SseOutput output, int choice, Answer answer) : IAnswerStream
{
    public ValueTask StartAsync() => ValueTask.CompletedTask;

    public ValueTask OpenAsync(AnswerBlock block) => ValueTask.CompletedTask;

    public ValueTask PieceAsync(AnswerBlock block, ReadOnlyMemory<char> piece) =>
        block.Kind == BlockKind.Text ? SendAsync(piece.Span, default, FrameKind.Content) : ValueTask.CompletedTask;

    public ValueTask CloseAsync(AnswerBlock block) => ValueTask.CompletedTask;

    public ValueTask FinishAsync() => SendAsync(default, ChatWriter.Finish(answer.Finish), FrameKind.Closing);

    private ValueTask SendAsync(ReadOnlySpan<char> text, ReadOnlySpan<byte> finish, FrameKind kind)
    {
        output.Frame.Raw("data: "u8);
        var json = output.Frame.BeginJson();
        json.WriteStartObject();
        CompletionEndpoint.WriteHead(json, exchange);
        json.WriteStartArray("choices"u8);
        CompletionEndpoint.WriteChoice(json, choice, text, finish);
        json.WriteEndArray();
        if (exchange.Head.IncludeUsage) json.WriteNull("usage"u8);
        json.WriteEndObject();
        output.Frame.EndJson();
        output.Frame.Raw("\n\n"u8);
        return output.SendAsync(kind);
    }
}
