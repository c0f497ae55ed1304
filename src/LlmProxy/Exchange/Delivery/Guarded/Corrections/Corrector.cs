using System.Diagnostics;
using System.Diagnostics.Metrics;
using LlmProxy.Core.Errors;
using LlmProxy.Core.Guardrails.Answers;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;
using LlmProxy.Health.Shutdown;
using LlmProxy.Limits;
using LlmProxy.Metering.Tokens;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Delivery.Guarded.Corrections;

/// <summary>Asks a model once more, where a guard does not accept its answer, and tells it what is wrong.</summary>
/// <remarks>
/// The second call is a flight: a run of attempts as any other, with failover, circuits, keys and time limits, in what is left of the request's
/// time. It goes where the first answer came from. Its tokens and money are held beside the request's before it begins.
/// </remarks>
internal sealed class Corrector
{
    private readonly Flights _flights;
    private readonly FlightAnswers _answers;
    private readonly LimitExtension _limits;
    private readonly IPromptEstimator _estimator;
    private readonly BufferBudget _budget;
    private readonly ShutdownState _shutdown;
    private readonly TimeProvider _clock;
    private readonly Counter<long> _retries;

    public Corrector(
        Flights flights, FlightAnswers answers, LimitExtension limits, IPromptEstimator estimator, BufferBudget budget, ShutdownState shutdown, IMeterFactory meters, TimeProvider clock)
    {
        _flights = flights;
        _answers = answers;
        _limits = limits;
        _estimator = estimator;
        _budget = budget;
        _shutdown = shutdown;
        _clock = clock;
        _retries = meters.Create(LlmTelemetry.MeterName, LlmTelemetry.Version).CreateCounter<long>(
            MetricNames.GuardrailRetries, "{retry}", "Answers that guardrails did not accept and that the model was asked for once more.");
    }

    /// <summary>Sends the request once more, with the answer and what is wrong with it behind its conversation.</summary>
    /// <param name="first">The attempt that brought the answer.</param>
    /// <param name="texts">The answer's texts, with masks on.</param>
    /// <param name="correction">What is wrong, in words that hold nothing of the answer.</param>
    /// <param name="isEventStream">Whether the client reads events.</param>
    /// <returns>The answer that is to come; <c>null</c>: the model cannot be asked.</returns>
    public CorrectedStream? TryBegin(LlmAttempt first, IReadOnlyList<AnswerText> texts, ReadOnlyMemory<byte> correction, bool isEventStream)
    {
        var exchange = first.Exchange;
        var place = CorrectionRules.PlaceIn(exchange);
        if (place.IsEmpty || exchange.Forward is not { } forward || CorrectionRules.SaidIn(first.Answer.Finish, texts) is not { } said)
            return null;
        if (!CorrectionRules.HasTime(first, _clock) || _shutdown.DrainOver.IsCancellationRequested)
            return null;
        PooledBody? body = null;
        CorrectedStream? begun = null;
        try
        {
            body = Write(exchange, place, said, correction.Span);
            if (body is not null && Prepare(exchange, body) is var options && Reading(first, options) is var reading && _limits.TryExtend(exchange, reading))
                begun = Begin(first, reading, options, forward, isEventStream);
        }
        catch (LlmException)
        {
            // No memory is left for another body, or it is too deep: the verdict on the first answer stands.
        }
        finally
        {
            if (begun is null)
                body?.Dispose();
        }

        return begun;
    }

    /// <summary>Takes note of what became of it.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="outcome">One of <see cref="CorrectionOutcomes"/>.</param>
    public void Note(LlmExchange exchange, string outcome) => _retries.Add(1, new(TagNames.Route, exchange.Route.RouteId), new(TagNames.Outcome, outcome));

    private static FlightOptions Prepare(LlmExchange exchange, PooledBody body) => new()
    {
        IsRepeat = true,
        Attempts = exchange.Attempts,
        Body = body,
        Request = LlmRequestReader.Read(body.Memory, exchange.Route.Proxy.Limits.MaxJsonDepth),
    };

    private static LlmExchange Reading(LlmAttempt first, FlightOptions options)
    {
        var reading = first.Exchange.ForCorrection(options);
        reading.Attempt = new LlmAttempt(reading, first.Target, first.Adapter);
        // What a stream tells of its cost is that of both answers.
        reading.Lost = first.Exchange.Lost;
        if (first.Exchange.HasPastAttempts)
            reading.PastAttempts.AddRange(first.Exchange.PastAttempts);
        reading.PastAttempts.Add(first);
        return reading;
    }

    private CorrectedStream Begin(LlmAttempt first, LlmExchange reading, FlightOptions options, RequestDelegate forward, bool isEventStream)
    {
        var outer = Activity.Current;
        var span = GenAiSpans.StartStep(SpanNames.GuardRetry);
        var flight = _flights.Start(first.Exchange, first.Target, forward, options);
        Activity.Current = outer;
        return new CorrectedStream(reading, flight, _answers, new CorrectionBooking(first, reading, flight, _estimator, span, _clock), isEventStream, _clock);
    }

    private PooledBody? Write(LlmExchange exchange, ByteRange place, byte[] said, ReadOnlySpan<byte> correction)
    {
        var before = exchange.Request!.Body.Span;
        var patch = new BodyPatch();
        if (!ConversationPatch.TryAppend(patch, before, place, said, correction))
            return null;
        var body = new PooledBody(_budget, patch.LengthOf(before));
        try
        {
            patch.Apply(before, body);
            return body;
        }
        catch
        {
            body.Dispose();
            throw;
        }
    }
}
