using System.Diagnostics;
using LlmProxy.Exchange.Detached;
using LlmProxy.Metering.Tokens;
using LlmProxy.Telemetry;

namespace LlmProxy.Exchange.Delivery.Guarded.Corrections;

/// <summary>Books a second call on its request, once: as what the client gets, or as an attempt that came to nothing.</summary>
/// <remarks>One that nobody has read and that has not wound up yet is left to settlement, as the flight of a hedge that lost: it is charged by what it has used by then.</remarks>
/// <param name="first">The attempt whose answer was not accepted.</param>
/// <param name="reading">The request as the second answer's reader has it; its body is given back here.</param>
/// <param name="flight">The second call.</param>
/// <param name="estimator">Counts the prompt where the provider does not.</param>
/// <param name="span">The call's span; ended here.</param>
/// <param name="clock">The clock.</param>
internal sealed class CorrectionBooking(LlmAttempt first, LlmExchange reading, Flight flight, IPromptEstimator estimator, Activity? span, TimeProvider clock)
{
    private bool _isBooked;

    /// <summary>The second attempt: its reader's, or before there is one the call's own.</summary>
    public LlmAttempt Second => reading.Attempt is { IsReader: true } reader ? reader : flight.Exchange.Attempt!;

    /// <summary>Books it; every call but the first does nothing. Of a delivered one nothing may be read any more, nor of the first answer.</summary>
    public void Book(bool isDelivered)
    {
        if (_isBooked)
            return;
        _isBooked = true;
        var second = Second;
        try
        {
            Count(second);
            if (flight.Ended.IsCompleted && flight.Exchange.HasPastAttempts)
                flight.Exchange.PastAttempts.ForEach(Count);
        }
        finally
        {
            Move(second, isDelivered);
            reading.Body!.Dispose();
            GenAiSpans.EndStep(span, isDelivered ? null : CorrectionOutcomes.Unanswered);
        }
    }

    /// <summary>The prompt is longer than the caller's; where the provider does not report it, it is counted while it is there, by each attempt's own model.</summary>
    private void Count(LlmAttempt attempt)
    {
        if (attempt.Usage.InputTokens is not null)
            return;
        attempt.CountedInput = estimator.Count(attempt.Exchange, attempt.UpstreamModel).Tokens;
        // Of an answer that was not read to its end, what is charged is what its flight has heard.
        if (attempt.Flown is { } flown)
            flown.CountedInput = attempt.CountedInput;
    }

    private void Move(LlmAttempt second, bool isDelivered)
    {
        var exchange = first.Exchange;
        var past = exchange.PastAttempts;
        exchange.Attempts = Math.Max(exchange.Attempts, flight.Exchange.Attempts);
        if (isDelivered)
        {
            past.Add(first);
            // Of a flight's answer: whoever runs the attempt only knows of the last one's time.
            FlightAnswers.Close(exchange, message: null);
            exchange.Attempt = second;
            exchange.ModelPattern = reading.ModelPattern;
            End(first);
        }

        // What has not wound up yet is still adding to its list, and hears its provider.
        var isOver = flight.Ended.IsCompleted;
        if (!isOver && !second.IsReader && exchange.Lost is null)
        {
            exchange.Lost = flight;
            return;
        }

        if (isOver)
            past.AddRange(flight.Exchange.PastAttempts);
        if (!isDelivered)
            past.Add(second);
        if (isOver || second.IsReader)
            End(second);
    }

    /// <summary>Nothing is read from its provider any more.</summary>
    private void End(LlmAttempt attempt)
    {
        if (attempt.EndedAt == 0)
            attempt.EndedAt = clock.GetTimestamp();
    }
}
