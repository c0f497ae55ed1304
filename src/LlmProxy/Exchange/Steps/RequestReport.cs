using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Metering.Charges;
using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Steps;

/// <summary>Gathers what is told and booked of a request, as it stands when it is asked.</summary>
internal sealed class RequestReport(TimeProvider clock)
{
    /// <summary>The facts. How it ends is foretold where that is not decided yet.</summary>
    public RequestFacts Of(LlmExchange exchange)
    {
        var attempt = exchange.Attempt;
        var outcome = exchange.Outcome ?? RequestOutcomes.Of(exchange);
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
            Prompt = exchange.Prompt?.Name,
            Experiments = exchange.Prompt?.AssignmentText,
            UpstreamModel = attempt?.UpstreamModel,
            ResponseModel = answer.Model,
            ResponseId = answer.Id,
            FinishReason = answer.Finish,
            Stream = exchange.Stream,
            // An answer without a body starts only after this; to a client that is gone nothing was sent.
            Status = context.Response.HasStarted || outcome != RequestOutcome.ClientGone ? context.Response.StatusCode : 0,
            Outcome = outcome,
            ErrorType = ErrorType(exchange, outcome),
            Duration = clock.GetElapsedTime(exchange.Arrived),
            ProviderWait = ProviderWait(attempt, answer),
            Queued = exchange.Queued,
            FirstByte = Since(exchange.Arrived, answer.FirstByteAt),
            FirstToken = attempt is null ? null : Since(attempt.SentAt, answer.FirstTokenAt),
            // What a stored object says of itself each time it is fetched was used once, by whoever had it made.
            Usage = EndpointBillings.Of(exchange) == EndpointBilling.Free ? default : exchange.Usage,
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

    private static string? ErrorType(LlmExchange exchange, RequestOutcome outcome)
    {
        if (exchange.Error is { } error)
            return error.Code ?? error.Type;
        return outcome switch
        {
            RequestOutcome.Broken => exchange.Answer.ErrorCode is null ? "upstream_closed" : ProviderErrorLabels.Of(exchange.Answer.ErrorCode),
            RequestOutcome.ProviderError when exchange.Context.Response.StatusCode < 400 => ProviderErrorLabels.Of(exchange.Answer.ErrorCode),
            RequestOutcome.ProviderError => ProviderErrorLabels.OfStatus(exchange.Context.Response.StatusCode),
            _ => null,
        };
    }

    private TimeSpan? Since(long from, long to) => from == 0 || to == 0 ? null : clock.GetElapsedTime(from, to);
}
