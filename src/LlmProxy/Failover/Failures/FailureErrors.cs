using System.Diagnostics;
using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Failover.Failures;

/// <summary>What a client is told of each failure, where the provider's own answer is not passed on. The codes are stable.</summary>
public static class FailureErrors
{
    /// <summary>How long to wait where a cluster has nowhere to go and nobody knows more.</summary>
    private static readonly TimeSpan NoDestinationWait = TimeSpan.FromSeconds(5);

    /// <summary>How long to wait for another gateway to take over.</summary>
    private static readonly TimeSpan RestartWait = TimeSpan.FromSeconds(1);

    /// <summary>The error for a failure that the gateway itself has found.</summary>
    public static LlmError Create(FailureKind kind, LlmAttempt attempt) => Create(kind, attempt, said: null);

    /// <summary>The error for what a provider reported inside an answer: with the status of its kind, and the provider's message.</summary>
    /// <remarks>The code is always one of the gateway's: it labels metrics, so a provider must not be able to make up new ones.</remarks>
    public static LlmError Create(FailureKind kind, LlmAttempt attempt, ProviderError? said)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        var (status, type, code, message) = Of(kind, $"cluster '{attempt.Cluster.ClusterId}'", attempt.Timeouts, attempt.Exchange.Stream);
        return new LlmError(status, type, said?.Message ?? message, code)
        {
            RetryAfter = said?.RetryAfter ?? kind switch
            {
                FailureKind.NoDestination => NoDestinationWait,
                FailureKind.Stopping => RestartWait,
                _ => null,
            },
        };
    }

    /// <summary>The code of <paramref name="kind"/>: <c>connect_timeout</c>.</summary>
    public static string CodeOf(FailureKind kind) => Of(kind, "", limits: default, isStream: false).Code;

    private static (int Status, string Type, string Code, string Message) Of(FailureKind kind, string who, AttemptTimeouts limits, bool isStream) => kind switch
    {
        FailureKind.DnsFailed => (502, LlmErrorTypes.Upstream, "dns_failed", $"The provider of {who} could not be reached: its host name does not resolve."),
        FailureKind.ConnectFailed => (502, LlmErrorTypes.Upstream, "connect_failed", $"The provider of {who} could not be reached: no connection was possible."),
        FailureKind.ConnectTimeout => (504, LlmErrorTypes.Timeout, "connect_timeout", $"The provider of {who} could not be reached within {Seconds(limits.Connect)}."),
        FailureKind.TlsFailed => (502, LlmErrorTypes.Upstream, "tls_failed", $"The provider of {who} could not be reached: no secure connection was possible."),
        FailureKind.ConnectionLost => (502, LlmErrorTypes.Upstream, "upstream_reset", $"The provider of {who} closed the connection without an answer, or sent one that is not HTTP."),

        FailureKind.FirstByteTimeout => (504, LlmErrorTypes.Timeout, "first_byte_timeout", $"The provider of {who} sent nothing of its stream within {Seconds(limits.FirstByte)}."),
        FailureKind.IdleTimeout => (504, LlmErrorTypes.Timeout, "idle_timeout", $"The provider of {who} fell silent for {Seconds(limits.Idle)} in the middle of its stream."),
        FailureKind.TotalTimeout => (504, LlmErrorTypes.Timeout, "total_timeout", $"The request took longer than {Seconds(limits.Total)}, all attempts included."),
        FailureKind.TooSlow => (504, LlmErrorTypes.Timeout, "too_slow", $"The provider of {who} began its answer more slowly than the route allows."),
        FailureKind.ProviderTimeout => (504, LlmErrorTypes.Timeout, "upstream_timeout", $"The provider of {who} did not answer in time."),

        FailureKind.InvalidRequest => (400, LlmErrorTypes.InvalidRequest, "invalid_request", $"The provider of {who} finds the request wrong."),
        FailureKind.ContextTooLong => (400, LlmErrorTypes.InvalidRequest, "context_length_exceeded", $"The provider of {who} finds the prompt longer than the model takes."),
        FailureKind.RequestTooLarge => (413, LlmErrorTypes.InvalidRequest, "request_too_large", $"The provider of {who} finds the request too large."),
        FailureKind.ContentFiltered => (400, LlmErrorTypes.InvalidRequest, "content_filter", $"The provider of {who} refused the request by its content filter."),
        FailureKind.ToolCallFailed => (400, LlmErrorTypes.InvalidRequest, "tool_use_failed", $"The provider of {who} could not read the tool call that the model made."),
        FailureKind.InvalidCredential => (401, LlmErrorTypes.Authentication, "invalid_api_key", $"The provider of {who} does not accept the key."),
        FailureKind.OutOfCredit => (429, "insufficient_quota", "insufficient_quota", $"The provider of {who} says that the key has no credit left."),
        FailureKind.NotPermitted => (403, LlmErrorTypes.Permission, "permission_denied", $"The provider of {who} does not let the key do this."),
        FailureKind.ModelNotFound => (404, LlmErrorTypes.InvalidRequest, "model_not_found", $"The provider of {who} does not have the model."),
        FailureKind.NotFound => (404, LlmErrorTypes.NotFound, "not_found", $"The provider of {who} does not have what the request names."),
        FailureKind.Conflict => (409, LlmErrorTypes.InvalidRequest, "conflict", $"The provider of {who} reports a conflict."),
        FailureKind.RateLimited => (429, LlmErrorTypes.RateLimit, "rate_limit_exceeded", $"The provider of {who} is at its rate limit."),
        FailureKind.OverRateLimit => (429, LlmErrorTypes.RateLimit, "request_over_rate_limit", $"The provider of {who} has a rate limit that this request alone exceeds."),

        FailureKind.ModelFailed => (502, LlmErrorTypes.Upstream, "model_failed", $"The provider of {who} says that the model failed."),
        FailureKind.ServerError => (502, LlmErrorTypes.Upstream, "upstream_server_error", $"The provider of {who} met an error of its own."),
        FailureKind.BadGateway => (502, LlmErrorTypes.Upstream, "upstream_bad_gateway", $"The provider of {who} could not be reached by the proxy before it."),
        FailureKind.Overloaded => (503, LlmErrorTypes.Server, "upstream_overloaded", $"The provider of {who} is overloaded."),
        FailureKind.Redirected => (502, LlmErrorTypes.Upstream, "upstream_redirect", $"The provider of {who} answered with a redirect, which is not followed."),

        FailureKind.ErrorInAnswer => (502, LlmErrorTypes.Upstream, "provider_error", $"The provider of {who} reported an error in its answer."),
        FailureKind.Truncated => (502, LlmErrorTypes.Upstream, "upstream_truncated", $"The provider of {who} ended its answer before it was complete."),
        FailureKind.Malformed when isStream => (502, LlmErrorTypes.Upstream, "malformed_stream", $"The provider of {who} sent a stream that is not of its protocol."),
        FailureKind.Malformed => (502, LlmErrorTypes.Upstream, "malformed_response", $"The provider of {who} sent an answer that is not of its protocol."),
        FailureKind.EmptyAnswer => (502, LlmErrorTypes.Upstream, "empty_answer", $"The provider of {who} answered without a body."),
        FailureKind.WrongContentType => (502, LlmErrorTypes.Upstream, "wrong_content_type", $"The provider of {who} answered with another content type than was asked for."),

        FailureKind.NoDestination => (503, LlmErrorTypes.Upstream, "no_available_destination", $"No destination of {who} is available."),
        FailureKind.Unsupported => (400, LlmErrorTypes.InvalidRequest, "unsupported_value", $"The provider of {who} has a protocol that cannot carry the request."),
        FailureKind.ClientBodyFailed => (400, LlmErrorTypes.InvalidRequest, "body_incomplete", "The request body could not be read to its end."),
        FailureKind.Stopping => (503, LlmErrorTypes.Server, "gateway_stopping", "The gateway is stopping; send the request again."),
        FailureKind.GatewayFault => (502, LlmErrorTypes.Upstream, "upstream_request_invalid", $"The provider of {who} could not be sent the request: it cannot be written in HTTP."),
        _ => throw new UnreachableException($"Failure {kind} has no error."),
    };

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s");
}
