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

    /// <summary>Takes the attempts of a request that came to nothing and may have cost money all the same, before its last one.</summary>
    public static void CollectLost(LlmExchange exchange, List<LlmAttempt> attempts)
    {
        if (exchange.HasPastAttempts)
            attempts.AddRange(exchange.PastAttempts);
        if (exchange.Lost is not { } lost)
            return;
        // What has not wound up yet is still adding to its list; its last attempt is what matters.
        if (lost.Ended.IsCompleted && lost.Exchange.HasPastAttempts)
            attempts.AddRange(lost.Exchange.PastAttempts);
        if (lost.Exchange.Attempt is { } last)
            attempts.Add(last);
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
