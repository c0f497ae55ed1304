using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Limits;
using LlmProxy.Metering.Tokens;
using LlmProxy.Routing;
using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Steps;

/// <summary>Closes the books on a request, on every way out of it.</summary>
internal sealed class Settlement(StoredObjects objects, IPromptEstimator estimator, LlmMetrics metrics, RequestLog log, TimeProvider clock)
{
    /// <summary>Records what became of the request and lets go of what it held.</summary>
    public void Settle(LlmExchange exchange)
    {
        // First, so that whoever waits for its places does not wait for the books.
        exchange.Reservation?.Settle(LimitUse.Of(exchange));
        var step = GenAiSpans.StartStep(SpanNames.Settle);
        // The client has its answer; the body, which may have to be counted, is still there.
        if (exchange.Attempt is { } attempt)
            estimator.Learn(attempt);
        exchange.Body?.Dispose();
        objects.Note(exchange);
        var facts = Facts(exchange);
        metrics.RecordRequest(facts);
        ServerSpan.SetStatus(exchange.Context, facts.Status, facts.ErrorType);
        GenAiSpans.EndStep(step);
        GenAiSpans.EndRequest(exchange.Span, facts);
        log.RequestFinished(facts);
        exchange.Shadow?.EndRequest(facts);
    }

    private RequestFacts Facts(LlmExchange exchange)
    {
        var attempt = exchange.Attempt;
        var answer = exchange.Answer;
        var context = exchange.Context;
        var headers = context.Request.Headers;
        return new RequestFacts
        {
            RequestId = exchange.RequestId,
            CallerRequestId = headers.TryGetValue(LlmHeaderNames.CallerRequestId, out var callerId) ? callerId.ToString() : null,
            Method = context.Request.Method,
            Endpoint = exchange.Path.Endpoint.Label(),
            Operation = exchange.Path.Endpoint.Operation(),
            Route = exchange.Route.RouteId,
            Cluster = attempt?.Cluster.ClusterId,
            Provider = attempt is null ? null : GenAiProviders.Of(attempt.Cluster.Provider, attempt.DestinationHost),
            Model = exchange.Model,
            ModelPattern = exchange.ModelPattern,
            UpstreamModel = attempt?.UpstreamModel,
            ResponseModel = answer.Model,
            ResponseId = answer.Id,
            FinishReason = answer.Finish,
            Stream = exchange.Stream,
            // An answer without a body starts only after this; to a client that is gone nothing was sent.
            Status = context.Response.HasStarted || exchange.Outcome != RequestOutcome.ClientGone ? context.Response.StatusCode : 0,
            Outcome = exchange.Outcome ?? RequestOutcome.Faulted,
            ErrorType = ErrorType(exchange),
            Duration = clock.GetElapsedTime(exchange.Arrived),
            ProviderWait = ProviderWait(attempt, answer),
            Queued = exchange.Queued,
            FirstByte = Since(exchange.Arrived, answer.FirstByteAt),
            FirstToken = attempt is null ? null : Since(attempt.SentAt, answer.FirstTokenAt),
            Usage = exchange.Usage,
            Attempts = exchange.Attempts,
        };
    }

    /// <summary>From sending to the last byte, or to now where nobody here saw the bytes: while an answer is copied, the gateway waits for it.</summary>
    private TimeSpan? ProviderWait(LlmAttempt? attempt, AnswerFacts answer)
    {
        if (attempt is null || attempt.SentAt == 0)
            return null;
        return answer.LastByteAt == 0 ? clock.GetElapsedTime(attempt.SentAt) : clock.GetElapsedTime(attempt.SentAt, answer.LastByteAt);
    }

    private static string? ErrorType(LlmExchange exchange)
    {
        if (exchange.Error is { } error)
            return error.Code ?? error.Type;
        return exchange.Outcome switch
        {
            RequestOutcome.Broken => exchange.Answer.ErrorCode is null ? "upstream_closed" : ProviderErrorLabels.Of(exchange.Answer.ErrorCode),
            RequestOutcome.ProviderError when exchange.Context.Response.StatusCode < 400 => ProviderErrorLabels.Of(exchange.Answer.ErrorCode),
            RequestOutcome.ProviderError => ProviderErrorLabels.OfStatus(exchange.Context.Response.StatusCode),
            _ => null,
        };
    }

    private TimeSpan? Since(long from, long to) => from == 0 || to == 0 ? null : clock.GetElapsedTime(from, to);
}
