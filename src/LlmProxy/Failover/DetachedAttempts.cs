using LlmProxy.Exchange;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Early;
using LlmProxy.Failover.Hedging;
using LlmProxy.Failover.Shadow;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Failover;

/// <summary>Tries requests of routes that hedge, begin early, or copy: those that it concerns run detached, the others as everywhere.</summary>
internal sealed class DetachedAttempts(AttemptLoop loop, Hedger hedger, EarlyKeepAlive early, ShadowRunner shadows, FlightDelivery delivery)
{
    /// <summary>Runs a request's attempts and delivers the answer.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="attempt">The first attempt.</param>
    /// <param name="forward">YARP's pipeline.</param>
    public Task RunAsync(LlmExchange exchange, LlmAttempt attempt, RequestDelegate forward)
    {
        var failover = exchange.Route.Failover;
        if (exchange.Prompt is { Shadow: { } variant })
            shadows.TryStart(exchange, variant, forward);
        else if (failover.ShadowTarget is { } target)
            shadows.TryStart(exchange, target, forward);
        var isHedged = failover.Hedge.Enabled && DetachedEndpoints.MayRunTwice(exchange);
        var isEarly = failover.KeepAlive is { Enabled: true, Early: true } && DetachedEndpoints.MayBeginEarly(exchange);
        return isHedged || isEarly
            ? RunDetachedAsync(exchange, hedger.Begin(exchange, attempt, forward, isHedged), isEarly)
            : loop.RunAsync(exchange, attempt, forward);
    }

    private async Task RunDetachedAsync(LlmExchange exchange, HedgeRace race, bool isEarly)
    {
        var decision = race.DecideAsync(exchange.Context.RequestAborted);
        try
        {
            if (isEarly && !await early.IsInTimeAsync(exchange, decision))
                await early.DeliverAsync(exchange, decision);
            else if (await decision is { IsAnswer: true } answer)
                await delivery.DeliverAsync(exchange, answer);
            else
                await FlightLedger.FailAsync(exchange, await decision, loop);
        }
        finally
        {
            await race.EndAsync(decision);
        }
    }
}
