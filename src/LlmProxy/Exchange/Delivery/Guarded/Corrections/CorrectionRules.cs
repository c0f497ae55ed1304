using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Json;
using LlmProxy.Core.Protocols;
using LlmProxy.Core.Requests;
using LlmProxy.Endpoints;

namespace LlmProxy.Exchange.Delivery.Guarded.Corrections;

/// <summary>Which answers the model can be asked for once more.</summary>
internal static class CorrectionRules
{
    /// <summary>The least time that the request must have left: 1 s. No model answers in less.</summary>
    public static readonly TimeSpan LeastTime = TimeSpan.FromSeconds(1);

    /// <summary>Most bytes of an answer that is sent back to its model: 256 KiB. One that is longer is not asked for again.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Where the conversation of a request stands that can be gone on with; empty: nowhere.</summary>
    /// <remarks>Of several choices nobody could say which one is meant, and what goes on in the background, or is kept as a conversation by the provider, has taken up the first answer already.</remarks>
    public static ByteRange PlaceIn(LlmExchange exchange)
    {
        if (!exchange.MakesAnswer || exchange.Request is not { Choices: 1, Background: false } request || exchange.Body is null)
            return default;
        return exchange.Path.Endpoint switch
        {
            LlmEndpoint.ChatCompletions or LlmEndpoint.Messages => request.Places[RequestField.Messages],
            LlmEndpoint.Responses when !NamesConversation(request.Body.Span) => request.Places[RequestField.Input],
            _ => default,
        };
    }

    /// <summary>What the model has said in an answer; <c>null</c>: not one message, or not that alone, or too much.</summary>
    /// <remarks>A call of a tool would have to be sent back with its result, which only the client has.</remarks>
    public static byte[]? SaidIn(FinishReason finish, IReadOnlyList<AnswerText> texts)
    {
        // What another guard or the provider has cut off is as they want it.
        if (finish is FinishReason.ContentFilter or FinishReason.ToolCalls)
            return null;
        var length = 0;
        int? message = null;
        foreach (var text in texts)
        {
            if (text.Kind == TextKind.ToolArguments || (text.Kind == TextKind.Assistant && message is { } known && known != text.Message))
                return null;
            if (text.Kind != TextKind.Assistant)
                continue;
            message = text.Message;
            length += text.Utf8.Length;
        }

        return length is 0 or > MaxBytes ? null : Join(texts, length);
    }

    /// <summary>Whether the request has <see cref="LeastTime"/> left.</summary>
    public static bool HasTime(LlmAttempt attempt, TimeProvider clock) =>
        (attempt.Flown ?? attempt).Timeouts.Total - clock.GetElapsedTime(attempt.Exchange.Arrived) >= LeastTime;

    private static byte[] Join(IReadOnlyList<AnswerText> texts, int length)
    {
        var said = new byte[length];
        var at = 0;
        foreach (var text in texts)
        {
            if (text.Kind != TextKind.Assistant)
                continue;
            text.Utf8.CopyTo(said.AsMemory(at));
            at += text.Utf8.Length;
        }

        return said;
    }

    private static bool NamesConversation(ReadOnlySpan<byte> body)
    {
        var walk = new JsonWalk(body[JsonScan.SkipWhite(body, 0)..]);
        while (walk.Next())
        {
            if (walk.Name.SequenceEqual("conversation"u8) && walk.Value is not [(byte)'n', ..])
                return true;
        }

        return false;
    }
}
