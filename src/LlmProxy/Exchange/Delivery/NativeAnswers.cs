using LlmProxy.Core.Errors;
using LlmProxy.Core.Events;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Protocols.Anthropic;
using LlmProxy.Core.Protocols.OpenAi;
using LlmProxy.Endpoints;

namespace LlmProxy.Exchange.Delivery;

/// <summary>How answers are read and written where client and provider speak the same protocol.</summary>
internal static class NativeAnswers
{
    /// <summary>A reader for a stream of this endpoint; <c>null</c> where the stream is not understood and passes unread.</summary>
    public static IStreamDecoder? CreateDecoder(LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.ChatCompletions => new ChatStreamDecoder(),
        LlmEndpoint.Completions => new CompletionsStreamDecoder(),
        LlmEndpoint.Responses or LlmEndpoint.ResponseObject => new ResponsesStreamDecoder(),
        LlmEndpoint.Messages => new MessagesStreamDecoder(),
        _ => null,
    };

    /// <summary>Reads the <c>usage</c> object of an answer.</summary>
    public static TokenUsage ReadUsage(LlmEndpoint endpoint, ReadOnlySpan<byte> usage) =>
        endpoint.Protocol() == WireProtocol.Anthropic ? MessagesUsageReader.Read(usage) : UsageReader.Read(usage);

    /// <summary>How an error is told inside a stream of this endpoint.</summary>
    public static StreamErrorShape ErrorShape(LlmEndpoint endpoint) => endpoint switch
    {
        LlmEndpoint.Messages => StreamErrorShape.Anthropic,
        LlmEndpoint.Responses or LlmEndpoint.ResponseObject => StreamErrorShape.Responses,
        _ => StreamErrorShape.Chat,
    };
}
