using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Headers;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace LlmProxy.Exchange.Steps;

/// <summary>Tries the request at its cluster: everything below is YARP's own pipeline, run once for each attempt.</summary>
internal sealed partial class AttemptStep(RequestDelegate next, BufferBudget budget, ILogger<AttemptStep> logger)
{
    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Attempt: { } attempt } exchange ? InvokeAsync(exchange, attempt) : next(context);

    private async Task InvokeAsync(LlmExchange exchange, LlmAttempt attempt)
    {
        var context = exchange.Context;
        exchange.Attempts++;
        attempt.Span = GenAiSpans.StartAttempt(exchange.Attempts, attempt.Cluster.ClusterId);
        string? error = null;
        try
        {
            Prepare(exchange, attempt);
            await next(context);
            error = Failed(exchange, attempt);
        }
        catch (LlmException e)
        {
            error = e.Error.Code;
            throw;
        }
        finally
        {
            attempt.Body?.Dispose();
            GenAiSpans.EndAttempt(
                attempt.Span, context.GetReverseProxyFeature().ProxiedDestination?.DestinationId, attempt.Status,
                error is null ? "answered" : "failed", error);
        }
    }

    private void Prepare(LlmExchange exchange, LlmAttempt attempt)
    {
        attempt.Query = UpstreamQuery.Of(exchange.Context.Request.QueryString, attempt);
        attempt.PassesEncoding = !Endpoints.LlmEndpointExtensions.ReadsAnswer(exchange.Path.Endpoint);
        attempt.Adapter.Prepare(attempt);
        if (exchange.Body is not { } body || attempt.Body is not null)
            return;
        attempt.BodyContentType = exchange.Context.Request.ContentType ?? "application/json";
        if (attempt.Patch.IsEmpty)
        {
            body.AddUse();
            attempt.Body = body;
            return;
        }

        // Owned by the attempt from here on, so that a failure half way gives the memory back.
        attempt.Body = new PooledBody(budget, attempt.Patch.LengthOf(body.Memory.Span));
        attempt.Patch.Apply(body.Memory.Span, attempt.Body);
    }

    /// <summary>Whether YARP brought no answer; throws what the client is told, where it can still be told.</summary>
    private string? Failed(LlmExchange exchange, LlmAttempt attempt)
    {
        var context = exchange.Context;
        if (context.Features.Get<IForwarderErrorFeature>() is not { } failure)
            return null;
        if (context.RequestAborted.IsCancellationRequested && !exchange.Answer.IsBroken)
        {
            exchange.Outcome = RequestOutcome.ClientGone;
            return "client_gone";
        }

        if (context.Response.HasStarted)
        {
            exchange.Outcome = RequestOutcome.Broken;
            return exchange.Answer.ErrorCode ?? "upstream_closed";
        }

        var error = Failures.Describe(failure, attempt);
        Log.AttemptFailed(logger, exchange.RequestId, attempt.Cluster.ClusterId, error.Code, failure.Exception?.GetBaseException().Message);
        throw new LlmException(error, failure.Exception);
    }

    // Event ids 130 to 139. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            130, LogLevel.Warning, "Request {RequestId} got no answer from cluster '{Cluster}': {Error}. {Cause}", EventName = "AttemptFailed")]
        public static partial void AttemptFailed(ILogger logger, string requestId, string cluster, string? error, string? cause);
    }
}
