using LlmProxy.Core.Errors;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Limits;

/// <summary>Takes what a request may use of its limits before it is tried, or refuses it. Settlement gives back what was not used.</summary>
/// <remarks>It stands in the pipeline twice, <c>ownAnswers</c> first: before what the gateway answers itself, which is a request too.</remarks>
internal sealed partial class LimitStep(
    RequestDelegate next, bool ownAnswers, LimitGate gate, FairQueue queue, LimitDemand demand, IEnumerable<ILimitSource> sources, LimitMetrics metrics,
    TimeProvider clock, ILogger<LimitStep> logger)
{
    [ThreadStatic]
    private static List<ILimit>? _collected;

    private readonly ILimitSource[] _sources = [.. sources];

    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Reservation: null } exchange && (!ownAnswers || IsOwn(exchange)) && Holds(exchange) is { } holds
            ? InvokeAsync(exchange, holds)
            : next(context);

    private static bool IsOwn(LlmExchange exchange) =>
        exchange.Path.Endpoint switch
        {
            LlmEndpoint.Models or LlmEndpoint.Model => HttpMethods.IsGet(exchange.Context.Request.Method),
            // Counting takes the gateway's own time, so it counts as a request, also where the provider counts.
            LlmEndpoint.Tokenize or LlmEndpoint.MessagesCountTokens => HttpMethods.IsPost(exchange.Context.Request.Method),
            _ => false,
        };

    private Task InvokeAsync(LlmExchange exchange, LimitHold[] holds)
    {
        var reservation = new Reservation(gate, exchange.RequestId, LimitOwner.Of(exchange), holds);
        exchange.Standing = reservation.Standing;
        var mayWait = exchange.Route.Proxy.RateLimits.Queue.Enabled;
        if (mayWait && queue.Blocks(holds))
            return WaitAsync(exchange, reservation);
        if (Reserve(exchange, reservation) is not { } refusal)
            return Pass(exchange, reservation);
        return mayWait && refusal.MayWait ? WaitAsync(exchange, reservation) : throw Refused(exchange, refusal);
    }

    private Task Pass(LlmExchange exchange, Reservation reservation)
    {
        exchange.Reservation = reservation;
        return next(exchange.Context);
    }

    private async Task WaitAsync(LlmExchange exchange, Reservation reservation)
    {
        var proxy = exchange.Route.Proxy;
        var weight = exchange.Caller.Tenant is { } tenant && proxy.Tenants.TryGetValue(tenant, out var options) ? options.Weight : 1;
        // Whoever waits is counted: the wait is longer than the count takes, and less is held.
        var asked = CountsAmounts(reservation.Holds) ? demand.Counted(exchange) : new(0, null);
        var from = clock.GetTimestamp();
        var outcome = "gone";
        try
        {
            var refusal = await queue.WaitAsync(new(reservation, asked, weight), proxy.RateLimits.Queue, exchange.Context.RequestAborted);
            outcome = refusal is null ? "admitted" : "refused";
            if (refusal is not null)
                throw Refused(exchange, refusal);
        }
        finally
        {
            exchange.Queued = clock.GetElapsedTime(from);
            metrics.Waited(exchange.Queued, outcome);
        }

        await Pass(exchange, reservation);
    }

    /// <summary>The count is made only where the cheap bound does not fit, and the count may.</summary>
    private LimitRefusal? Reserve(LlmExchange exchange, Reservation reservation)
    {
        if (!CountsAmounts(reservation.Holds))
            return gate.TryReserve(reservation, new(0, null));
        var asked = demand.AtMost(exchange);
        var refusal = gate.TryReserve(reservation, asked);
        if (refusal is null || !CountsAmounts(refusal.Info.Kind))
            return refusal;
        var counted = demand.Counted(exchange);
        return counted.Tokens < asked.Tokens ? gate.TryReserve(reservation, counted) : refusal;
    }

    private LlmException Refused(LlmExchange exchange, LimitRefusal refusal)
    {
        // A limit is asked more than once, by bound and by count and while a request waits; only the last word is told of.
        if (refusal.Info.Kind == LimitKind.Budget)
            exchange.Budgets?.NoteRefusal(demand.Counted(exchange), clock.GetUtcNow());
        metrics.Refused(refusal.Info);
        Log.Refused(logger, exchange.RequestId, refusal.Info.Kind, refusal.Info.Scope);
        return new(refusal.Error);
    }

    private LimitHold[]? Holds(LlmExchange exchange)
    {
        var limits = _collected ??= new(8);
        limits.Clear();
        foreach (var source in _sources)
            source.Collect(exchange, limits);
        if (limits.Count == 0)
            return null;
        var holds = new LimitHold[limits.Count];
        for (var i = 0; i < holds.Length; i++)
            holds[i] = new(limits[i]);
        limits.Clear();
        return holds;
    }

    private static bool CountsAmounts(LimitHold[] holds)
    {
        foreach (var hold in holds)
        {
            if (CountsAmounts(hold.Limit.Info.Kind))
                return true;
        }

        return false;
    }

    private static bool CountsAmounts(LimitKind kind) => kind is LimitKind.TokensPerMinute or LimitKind.TokensPerDay or LimitKind.Budget;

    // Event ids 535 to 539. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(535, LogLevel.Debug, "Request {RequestId} was refused by the limit {Kind} of its {Scope}.", EventName = "LimitRefused")]
        public static partial void Refused(ILogger logger, string requestId, LimitKind kind, string scope);
    }
}
