using LlmProxy.Configuration;
using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Headers;
using LlmProxy.Metering.Prices;
using LlmProxy.Telemetry;
using LlmProxy.Tenancy;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Model;

namespace LlmProxy.Exchange.Steps;

/// <summary>The outermost step: a request gets its id, and whatever becomes of it, it ends in an answer of the client's protocol and in settlement.</summary>
internal sealed partial class AdmissionMiddleware(
    RequestDelegate next, LlmConfigFilter configuration, ICallerSource callers, Settlement settlement, StrictBooks books, AttemptPrices prices, LlmMetrics metrics,
    TimeProvider clock, ILogger<AdmissionMiddleware> logger)
{
    public Task Invoke(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<RouteModel>() is { } route && configuration.For(route.Config) is { } model
            ? InvokeAsync(context, model)
            : next(context);

    private async Task InvokeAsync(HttpContext context, LlmRouteModel route)
    {
        var isKnown = LlmPath.TryParse(context.Request.Path.Value ?? "", out var path);
        var exchange = new LlmExchange(context, route, path, RequestIds.Create(clock.GetUtcNow()), clock.GetTimestamp()) { Prices = prices };
        context.Features.Set(exchange);
        context.Response.OnStarting(ExchangeHeaders.Set, exchange);
        metrics.RequestStarted();
        ServerSpan.SetRoute(context, path.Endpoint.Label());
        exchange.Span = GenAiSpans.StartRequest(path.Endpoint.Operation());
        try
        {
            if (!isKnown)
                throw UnknownPath();
            if (path.Endpoint != LlmEndpoint.Realtime && ProtocolSwitch.IsAsked(context))
                throw NoMessages();
            callers.Identify(exchange);
            exchange.IsAdmitted = true;
            exchange.Tags = RequestTags.Of(context.Request, exchange.Caller);
            exchange.StaysAtTarget = FailoverWish.IsOff(context.Request);
            await next(context);
            exchange.Outcome ??= RequestOutcomes.Of(exchange);
        }
        catch (Exception e)
        {
            await FailAsync(exchange, e);
        }
        finally
        {
            settlement.Settle(exchange);
        }
    }

    private async Task FailAsync(LlmExchange exchange, Exception failure)
    {
        var context = exchange.Context;
        // A connection that is reset while its body is read says so before the request counts as aborted.
        if (context.RequestAborted.IsCancellationRequested || failure is ConnectionResetException)
        {
            exchange.Outcome ??= RequestOutcome.ClientGone;
            return;
        }

        var (error, outcome) = ExchangeErrors.Describe(failure, exchange);
        if (outcome == RequestOutcome.Faulted)
            Log.Faulted(logger, failure, exchange.RequestId);
        exchange.Outcome ??= outcome;
        if (context.Response.HasStarted)
            context.Abort();
        else
            await ErrorResponse.WriteAsync(exchange, error, books);
    }

    private static LlmException UnknownPath() => new(new LlmError(
        404, LlmErrorTypes.InvalidRequest, "This path is no API of the gateway; paths begin with '/v1/' or '/openai/'.", "unknown_url")
    {
        ShouldRetry = false,
    });

    private static LlmException NoMessages() => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest, "Only '/realtime' is a WebSocket here; send an ordinary request.", "unsupported_endpoint")
    {
        ShouldRetry = false,
    });

    // Event ids 110 to 119. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(110, LogLevel.Error, "Request {RequestId} met a fault of the gateway.", EventName = "RequestFaulted")]
        public static partial void Faulted(ILogger logger, Exception exception, string requestId);
    }
}
