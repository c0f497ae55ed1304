using LlmProxy.Failover;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Exchange.Steps;

/// <summary>Tries the request until an answer reaches the client: everything below is YARP's own pipeline, run once for each attempt.</summary>
internal sealed class AttemptStep(RequestDelegate next, AttemptLoop loop, DetachedAttempts detached)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is not { Attempt: { } attempt } exchange)
            return next(context);
        if (exchange.Guards is not null)
            exchange.Forward = next;
        return exchange.Route.Failover.MayDetach || exchange.Prompt is { Shadow: not null } ? detached.RunAsync(exchange, attempt, next) : loop.RunAsync(exchange, attempt, next);
    }
}
