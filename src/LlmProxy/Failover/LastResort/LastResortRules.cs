using System.Diagnostics;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Failover.Failures;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Failover.LastResort;

/// <summary>Says which requests get a route's canned text in place of their error.</summary>
internal static class LastResortRules
{
    /// <summary>Whether <paramref name="exchange"/> does, <paramref name="failure"/> being what it would be told.</summary>
    public static bool Answers(LlmExchange exchange, AttemptFailure failure) =>
        exchange.Route.Failover.LastResort.Text is not null && Covers(failure.Kind)
        && exchange.Path.Endpoint is LlmEndpoint.ChatCompletions or LlmEndpoint.Completions or LlmEndpoint.Responses or LlmEndpoint.Messages
        && HttpMethods.IsPost(exchange.Context.Request.Method) && !exchange.Context.Response.HasStarted;

    /// <summary>Whether a failure is the providers' or the operator's, so that the caller can do nothing about it.</summary>
    public static bool Covers(FailureKind kind) => kind switch
    {
        FailureKind.DnsFailed or FailureKind.ConnectFailed or FailureKind.ConnectTimeout or FailureKind.TlsFailed or FailureKind.ConnectionLost => true,
        FailureKind.FirstByteTimeout or FailureKind.IdleTimeout or FailureKind.TotalTimeout or FailureKind.TooSlow or FailureKind.ProviderTimeout => true,
        FailureKind.InvalidCredential or FailureKind.NotPermitted or FailureKind.OutOfCredit or FailureKind.RateLimited => true,
        FailureKind.ModelNotFound or FailureKind.Conflict or FailureKind.ToolCallFailed or FailureKind.ModelFailed => true,
        FailureKind.ServerError or FailureKind.BadGateway or FailureKind.Overloaded or FailureKind.NoDestination => true,
        FailureKind.ErrorInAnswer or FailureKind.Truncated or FailureKind.Malformed or FailureKind.EmptyAnswer or FailureKind.WrongContentType => true,

        // The caller has to change something, and must be told what.
        FailureKind.InvalidRequest or FailureKind.RequestTooLarge or FailureKind.NotFound or FailureKind.ClientBodyFailed => false,
        FailureKind.ContextTooLong or FailureKind.OverRateLimit or FailureKind.ContentFiltered or FailureKind.Unsupported => false,

        // A wrong address, which the operator must see; another replica, which the caller must find; a fault.
        FailureKind.Redirected or FailureKind.Stopping or FailureKind.GatewayFault => false,
        _ => throw new UnreachableException($"Failure {kind} has no rule for the last resort."),
    };
}
