using LlmProxy.Guardrails;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Metering;
using LlmProxy.Metering.Tokens;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Quality;
using LlmProxy.Routing;
using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Steps;

/// <summary>Ends a request, on every way out of it.</summary>
internal sealed class Settlement(
    StoredObjects objects, IRequestBooks books, IPromptEstimator estimator, RequestReport report, LlmMetrics metrics, RequestLog log,
    GuardReport guards, PromptReport prompts, EvaluationLog evaluations)
{
    /// <summary>Closes the books, records what became of the request and lets go of what it held.</summary>
    public void Settle(LlmExchange exchange)
    {
        var step = GenAiSpans.StartStep(SpanNames.Settle);
        // Whoever has not said how it ended was broken off by a fault.
        exchange.Outcome ??= RequestOutcome.Faulted;
        // First: places are given back, and a prompt that must be counted is still there.
        _ = books.BookAsync(exchange);
        if (exchange.Attempt is { } attempt)
            estimator.Learn(attempt);
        exchange.Body?.Dispose();
        exchange.Prompt?.Shadow?.Release();
        objects.Note(exchange);
        var booked = exchange.Booking.Record;
        var facts = report.Of(exchange) with { Cost = booked?.Cost, IsEstimated = booked is { IsEstimated: true } };
        metrics.RecordRequest(facts);
        ServerSpan.SetStatus(exchange.Context, facts.Status, facts.ErrorType);
        GenAiSpans.EndStep(step);
        if (exchange.Guards is { } guarded)
            GuardSpans.TellAnswer(exchange.Span, guarded);
        GenAiSpans.EndRequest(exchange.Span, facts);
        log.RequestFinished(facts);
        guards.Tell(exchange);
        prompts.Tell(exchange, facts);
        evaluations.Note(exchange, facts);
        exchange.Shadow?.EndRequest(facts);
    }
}
