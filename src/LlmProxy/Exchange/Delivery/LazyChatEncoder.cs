using System.Buffers;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Core.Sse;

namespace LlmProxy.Exchange.Delivery;

/// <summary>Writes chat chunks under the id and model that the provider's first event told, which are not known before.</summary>
internal sealed class LazyChatEncoder(LlmAttempt attempt, bool includeUsage, TimeProvider clock) : IStreamEncoder, IDisposable
{
    private ChatStreamEncoder? _encoder;
    private bool _hasFailed;

    /// <summary>Whether errors among the events are Anthropic's, and told as an OpenAI client knows them.</summary>
    public bool TellsAnthropicErrors { get; init; }

    public void Encode(in LlmEvent e, IBufferWriter<byte> output)
    {
        if (_hasFailed)
            return;
        // What was met in reading is no error of Anthropic's; the encoder tells it as it is.
        if (TellsAnthropicErrors && e.Kind == LlmEventKind.Error && !e.Name.SequenceEqual("malformed_stream"u8))
        {
            _hasFailed = true;
            ErrorFrameWriter.Write(MessagesErrorReader.FromEvent(e.Name, e.Text), StreamErrorShape.Chat, output);
            return;
        }

        // A sign of life for the client, who may have its own patience; a comment is all that a chat stream has for it.
        if (e.Kind == LlmEventKind.Ping)
            SseWriter.WriteComment(output, "ping"u8);
        else
            (_encoder ??= Create()).Encode(e, output);
    }

    public void Dispose() => _encoder?.Dispose();

    private ChatStreamEncoder Create()
    {
        var exchange = attempt.Exchange;
        return new ChatStreamEncoder(
            exchange.Answer.Id ?? $"chatcmpl-{exchange.RequestId}", clock.GetUtcNow().ToUnixTimeSeconds(),
            exchange.Answer.Model ?? attempt.UpstreamModel ?? "", includeUsage)
        {
            UsesFunctions = attempt.UsesFunctions,
        };
    }
}
