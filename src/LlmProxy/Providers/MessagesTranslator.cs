using System.Buffers;
using System.Text;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Exchange;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Providers;

/// <summary>Turns Anthropic's answers into chat completions.</summary>
internal sealed class MessagesTranslator(LlmAttempt attempt, TimeProvider clock) : IAnswerTranslator
{
    public IStreamDecoder CreateDecoder() => new MessagesStreamDecoder();

    public IStreamEncoder CreateEncoder() =>
        new LazyChatEncoder(attempt, attempt.Exchange.Request is { IncludeUsage: true } || CostWish.IsMade(attempt.Exchange.Context.Request), clock) { TellsAnthropicErrors = true };

    public TranslatedAnswer TranslateBody(ReadOnlyMemory<byte> body, IBufferWriter<byte> output)
    {
        var result = MessagesToChatResponse.Translate(
            body, attempt.UpstreamModel!, clock.GetUtcNow().ToUnixTimeSeconds(), output, attempt.UsesFunctions);
        return new TranslatedAnswer(result.Usage, result.Finish, result.Dropped) { Id = result.Id, Model = result.Model };
    }

    public LlmError TranslateStreamError(string? name, string? message) =>
        MessagesErrorReader.FromEvent(Encoding.UTF8.GetBytes(name ?? ""), Encoding.UTF8.GetBytes(message ?? ""));

    public LlmError TranslateError(int status, ReadOnlyMemory<byte> body) => MessagesErrorReader.Read(status, body.Span);
}
