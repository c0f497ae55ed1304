using LlmProxy.Core.Errors;
using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Lets a request that is refused for what it asks count as a request all the same, so that nobody has the gateway look at such without end.</summary>
internal sealed class RequestToll(LimitGate gate, IEnumerable<ILimitSource> sources, LimitMetrics metrics)
{
    private readonly ILimitSource[] _sources = [.. sources];

    /// <summary>Takes one request from the limits of requests that it stands under, and nothing from any other.</summary>
    /// <exception cref="LlmException">429: there is none left, which goes before whatever else is wrong with it.</exception>
    public void Take(LlmExchange exchange)
    {
        var nothing = new LimitAmounts(0, 0m);
        if (exchange.Reservation is { } held)
        {
            held.Settle(nothing);
            return;
        }

        var limits = new List<ILimit>();
        foreach (var source in _sources)
            source.Collect(exchange, limits);
        limits.RemoveAll(limit => limit.Info.Kind != LimitKind.RequestsPerMinute);
        if (limits.Count == 0)
            return;
        var reservation = new Reservation(gate, exchange.RequestId, LimitOwner.Of(exchange), [.. limits.Select(limit => new LimitHold(limit))]);
        exchange.Standing = reservation.Standing;
        if (gate.TryReserve(reservation, nothing) is { } refusal)
        {
            metrics.Refused(refusal.Info);
            throw new LlmException(refusal.Error);
        }

        // At once: nothing more of it is to come.
        reservation.Settle(nothing);
    }
}
