using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Takes more of tokens and money for a request under way that is to use them once more. It stays one request, and keeps its one place.</summary>
internal sealed class LimitExtension(LimitGate gate, LimitDemand demand, IEnumerable<ILimitSource> sources)
{
    private readonly ILimitSource[] _sources = [.. sources];

    /// <summary>Takes it, or nothing. Settlement puts in the place of all that is held what was used.</summary>
    /// <param name="exchange">The request.</param>
    /// <param name="more">What it is to use besides, as a request of its own.</param>
    /// <returns>Whether there is room. Nobody waits for it.</returns>
    public bool TryExtend(LlmExchange exchange, LlmExchange more)
    {
        if (exchange.Reservation is not { } held)
            return true;
        var limits = new List<ILimit>();
        foreach (var source in _sources)
            source.Collect(exchange, limits);
        limits.RemoveAll(static limit => limit.Info.Kind is not (LimitKind.TokensPerMinute or LimitKind.TokensPerDay or LimitKind.Budget));
        if (limits.Count == 0)
            return true;
        var reservation = new Reservation(gate, exchange.RequestId, LimitOwner.Of(exchange), [.. limits.Select(static limit => new LimitHold(limit))]);
        if (gate.TryReserve(reservation, demand.AtMost(more)) is not null && gate.TryReserve(reservation, demand.Counted(more)) is not null)
            return false;
        exchange.Reservation = new JointReservation(held, reservation);
        return true;
    }
}
