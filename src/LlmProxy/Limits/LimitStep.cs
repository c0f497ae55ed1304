using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Takes what a request may use of its limits before it is tried, or refuses it. Settlement gives back what was not used.</summary>
internal sealed class LimitStep(RequestDelegate next, LimitGate gate, LimitDemand demand, IEnumerable<ILimitSource> sources)
{
    [ThreadStatic]
    private static List<ILimit>? _collected;

    private readonly ILimitSource[] _sources = [.. sources];

    public Task Invoke(HttpContext context) =>
        LlmExchange.Of(context) is { Reservation: null } exchange && Holds(exchange) is { } holds ? InvokeAsync(exchange, holds) : next(context);

    private Task InvokeAsync(LlmExchange exchange, LimitHold[] holds)
    {
        var reservation = new Reservation(gate, exchange.RequestId, LimitOwner.Of(exchange), holds);
        exchange.Standing = reservation.Standing;
        if (Reserve(exchange, reservation) is { } refusal)
            throw new LlmException(refusal.Error);
        exchange.Reservation = reservation;
        return next(exchange.Context);
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
}
