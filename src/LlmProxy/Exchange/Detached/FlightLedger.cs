using LlmProxy.Core.Errors;
using LlmProxy.Failover;

namespace LlmProxy.Exchange.Detached;

/// <summary>Books on the request what its flights did: attempts, failures, and what may have cost money.</summary>
internal static class FlightLedger
{
    /// <summary>Takes over the attempts of a flight whose last one is the request's own, or was.</summary>
    public static void Book(LlmExchange exchange, Flight flight)
    {
        var flown = flight.Exchange;
        exchange.Attempts = flown.Attempts;
        exchange.PastAttempts.AddRange(flown.PastAttempts);
        exchange.Failover ??= flown.Failover;
    }

    /// <summary>Takes over all attempts of a flight that came to nothing.</summary>
    public static void BookLost(LlmExchange exchange, Flight flight)
    {
        var flown = flight.Exchange;
        exchange.PastAttempts.AddRange(flown.PastAttempts);
        if (flown is { Attempt: { } attempt, Attempts: > 0 })
            exchange.PastAttempts.Add(attempt);
    }

    /// <summary>Ends the request as its flight ended, which has brought no answer.</summary>
    /// <exception cref="Exception">Whatever ended the flight, unless a provider's own error could be told.</exception>
    public static Task FailAsync(LlmExchange exchange, FlightStart start, AttemptLoop loop)
    {
        exchange.Attempt = start.Flight.Exchange.Attempt;
        exchange.ModelPattern = start.Flight.Exchange.ModelPattern;
        if (start.Failure is { } failure)
            return loop.EndAsync(exchange, failure);
        System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(start.Exception!);
        throw new LlmException(new LlmError(500, LlmErrorTypes.Server, "A flight ended without a result.", "internal_error"));
    }
}
