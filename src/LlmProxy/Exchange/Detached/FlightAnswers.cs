using System.Net;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange.Delivery;
using LlmProxy.Exchange.Timing;
using LlmProxy.Failover.Failures;

namespace LlmProxy.Exchange.Detached;

/// <summary>Opens the answer of a flight for one who reads it: filtered, measured and in the reader's protocol.</summary>
internal sealed class FlightAnswers(AnswerDelivery delivery, AttemptTimers timers)
{
    /// <summary>Joins the flight and makes its attempt the reader's.</summary>
    /// <param name="exchange">The reader's request.</param>
    /// <param name="start">The flight's answer.</param>
    /// <param name="cancellationToken">Ends all reading.</param>
    /// <returns>The answer; <see cref="Close"/> must follow.</returns>
    /// <exception cref="LlmException">It cannot be expressed in the reader's protocol, or it is too late to join.</exception>
    public async Task<HttpResponseMessage> OpenAsync(LlmExchange exchange, FlightStart start, CancellationToken cancellationToken)
    {
        var flight = start.Flight;
        var attempt = LlmAttempt.ForReader(exchange, flight.Exchange.Attempt!);
        exchange.Attempt = attempt;
        exchange.ModelPattern = flight.Exchange.ModelPattern;
        var reader = flight.Join() ?? throw new LlmException(new LlmError(
            503, LlmErrorTypes.Server, "The answer has grown too large for another reader; try again.", "flight_sealed"));
        var message = new HttpResponseMessage((HttpStatusCode)flight.Response.StatusCode) { Content = new FlightContent(reader, flight.Response) };
        // The flight keeps the limits; this one is for the reader's own cancellation, and for comments while the flight is silent.
        timers.Start(attempt, cancellationToken);
        try
        {
            var stream = await delivery.PrepareAsync(attempt, message);
            stream?.Commit(exchange.Route.Failover.KeepAlive);
            return message;
        }
        catch (Exception e)
        {
            Close(exchange, message);
            throw AttemptFailedException.Find(e) is { } failure ? new LlmException(failure.Error, e) : e;
        }
    }

    /// <summary>Leaves the flight. Nobody may be reading any more.</summary>
    public static void Close(LlmExchange exchange, HttpResponseMessage? message)
    {
        message?.Dispose();
        if (exchange.Attempt is not { IsReader: true, Timer: { } timer } attempt)
            return;
        attempt.Timer = null;
        timer.Stop();
    }
}
