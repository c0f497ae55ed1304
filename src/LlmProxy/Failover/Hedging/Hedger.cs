using LlmProxy.Exchange;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;
using LlmProxy.Telemetry;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Failover.Hedging;

/// <summary>Sends a request elsewhere too when its first token is late.</summary>
internal sealed partial class Hedger(
    Flights flights, FailoverPlanner planner, HedgeBudgets budgets, FirstTokenTimes times, LlmMetrics metrics, TimeProvider clock, ILogger<Hedger> logger)
{
    /// <summary>Sets a request off, detached.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">The first attempt.</param>
    /// <param name="forward">YARP's pipeline.</param>
    /// <param name="isHedged">Whether there may be a second one.</param>
    public HedgeRace Begin(LlmExchange exchange, LlmAttempt attempt, RequestDelegate forward, bool isHedged)
    {
        var options = isHedged ? exchange.Route.Failover.Hedge : null;
        if (options is not null)
            budgets.Of(exchange.Route).Earn(options.MaxPercent);
        return new HedgeRace(this, exchange, flights.Start(exchange, attempt.Target, forward, FlightOptions.Plain), options, forward, clock);
    }

    /// <summary>How long the request's first token may take.</summary>
    public TimeSpan Patience(LlmExchange exchange, FailoverTarget target, HedgeOptions options) => times.Patience(target, exchange.Stream, options);

    /// <summary>Sends a second attempt after a first one that is late; <c>null</c>: not this time.</summary>
    public Flight? TryBeginSecond(LlmExchange exchange, Flight first, RequestDelegate forward)
    {
        if (planner.Elsewhere(exchange, first.Exchange.Attempt!) is not { } place)
        {
            Note(exchange, HedgeOutcomes.Nowhere);
            return null;
        }

        if (!budgets.Of(exchange.Route).TrySpend())
        {
            Note(exchange, HedgeOutcomes.OverBudget);
            return null;
        }

        Log.Hedged(logger, exchange.RequestId, first.Exchange.Attempt!.Cluster.ClusterId, place.Target.Cluster.ClusterId, SafeText.Of(place.Target.Model));
        return flights.Start(exchange, place.Target, forward, new FlightOptions { IsExtra = true, Failover = place.State });
    }

    /// <summary>Takes note of how a second attempt ended.</summary>
    public void Note(LlmExchange exchange, string outcome)
    {
        metrics.Hedged(exchange.Route.RouteId, outcome);
        Log.HedgeEnded(logger, exchange.RequestId, outcome);
    }

    /// <summary>Takes note of how long a first token took, or has taken in vain: leaving those out would make the usual time ever shorter.</summary>
    public void NoteTime(LlmExchange exchange, Flight flight)
    {
        if (flight.Exchange.Attempt is { SentAt: > 0 } attempt)
            times.Note(attempt.Target, exchange.Stream, clock.GetElapsedTime(attempt.SentAt));
    }

    // Event ids 220 to 224. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(
            220, LogLevel.Debug, "Request {RequestId} waits for cluster '{Cluster}' longer than usual; it goes to cluster '{Next}', model '{Model}', too.",
            EventName = "Hedged")]
        public static partial void Hedged(ILogger logger, string requestId, string cluster, string next, string? model);

        [LoggerMessage(221, LogLevel.Debug, "The second attempt of request {RequestId}: {Outcome}.", EventName = "HedgeEnded")]
        public static partial void HedgeEnded(ILogger logger, string requestId, string outcome);
    }
}
