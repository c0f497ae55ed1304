using System.Text;
using LlmProxy.Core.Errors;

namespace LlmProxy.Core.Protocols.Anthropic;

/// <summary>Reads an error of Anthropic's API as one that a client of OpenAI's understands.</summary>
/// <remarks>
/// The message is the provider's own, and the status too, but for 529 (overloaded), which is told as 503: it is the status
/// that OpenAI's clients and the proxies between know for the same thing, and all of them retry it.
/// </remarks>
public static class MessagesErrorReader
{
    /// <summary>Longest message that is passed on, in characters.</summary>
    private const int MaxMessageLength = 4096;

    private const int Overloaded = 529;
    private const int BadGateway = 502;

    /// <summary>Reads the body of an answer that has an error's status.</summary>
    /// <param name="status">The status; where it is none of an error's, 400 to 599, the error's type decides.</param>
    /// <param name="body">The body, which may be empty, HTML, or anything else that a proxy on the way put there.</param>
    public static LlmError Read(int status, ReadOnlySpan<byte> body)
    {
        var said = ProviderErrorReader.Read(body);
        return Make(status, said.Type, said.Message ?? $"The provider answered with status {status} and no error that can be read.");
    }

    /// <summary>Makes the error of an <c>error</c> event inside a stream, whose status was 200.</summary>
    /// <param name="type">Anthropic's <c>error.type</c>.</param>
    /// <param name="message">Its message.</param>
    public static LlmError FromEvent(ReadOnlySpan<byte> type, ReadOnlySpan<byte> message)
    {
        var name = Encoding.UTF8.GetString(type);
        var text = message.IsEmpty ? "The provider broke its answer off with an error." : Encoding.UTF8.GetString(message);
        return Make(StatusOf(name), name, text);
    }

    /// <summary>The status that Anthropic sends with <paramref name="type"/>; 502 for a type that is not known.</summary>
    public static int StatusOf(string? type) => type switch
    {
        AnthropicErrorTypes.InvalidRequest => 400,
        AnthropicErrorTypes.Authentication => 401,
        AnthropicErrorTypes.Billing => 402,
        AnthropicErrorTypes.Permission => 403,
        AnthropicErrorTypes.NotFound => 404,
        AnthropicErrorTypes.Conflict => 409,
        AnthropicErrorTypes.RequestTooLarge => 413,
        AnthropicErrorTypes.RateLimit => 429,
        AnthropicErrorTypes.Api => 500,
        AnthropicErrorTypes.Overloaded => 503,
        AnthropicErrorTypes.Timeout => 504,
        _ => BadGateway,
    };

    private static LlmError Make(int status, string? type, string message)
    {
        var told = status switch { Overloaded => 503, >= 400 and <= 599 => status, _ => StatusOf(type) };
        var (openAiType, code) = Kind(told, type, message);
        var text = message.Length > MaxMessageLength ? message[..MaxMessageLength] : message;
        return new LlmError(told, openAiType, text, code, code is "context_length_exceeded" ? "messages" : null);
    }

    private static (string Type, string? Code) Kind(int status, string? type, string message) => (type ?? AnthropicErrorTypes.ForStatus(status)) switch
    {
        AnthropicErrorTypes.InvalidRequest when ProviderErrorTexts.SaysContextTooLong(message) => (LlmErrorTypes.InvalidRequest, "context_length_exceeded"),
        AnthropicErrorTypes.InvalidRequest when ProviderErrorTexts.SaysOutOfCredit(message) => ("insufficient_quota", "insufficient_quota"),
        AnthropicErrorTypes.InvalidRequest or AnthropicErrorTypes.Conflict => (LlmErrorTypes.InvalidRequest, null),
        AnthropicErrorTypes.RequestTooLarge => (LlmErrorTypes.InvalidRequest, "request_too_large"),
        AnthropicErrorTypes.Authentication => (LlmErrorTypes.Authentication, "invalid_api_key"),
        AnthropicErrorTypes.Billing => ("insufficient_quota", "insufficient_quota"),
        AnthropicErrorTypes.Permission => (LlmErrorTypes.Permission, null),
        AnthropicErrorTypes.NotFound when message.StartsWith("model", StringComparison.Ordinal) => (LlmErrorTypes.InvalidRequest, "model_not_found"),
        AnthropicErrorTypes.NotFound => (LlmErrorTypes.NotFound, null),
        AnthropicErrorTypes.RateLimit => (LlmErrorTypes.RateLimit, "rate_limit_exceeded"),
        AnthropicErrorTypes.Overloaded => (LlmErrorTypes.Server, "overloaded"),
        AnthropicErrorTypes.Timeout => (LlmErrorTypes.Timeout, null),
        AnthropicErrorTypes.Api => (LlmErrorTypes.Server, null),
        _ => (status >= 500 ? LlmErrorTypes.Upstream : LlmErrorTypes.InvalidRequest, null),
    };
}
