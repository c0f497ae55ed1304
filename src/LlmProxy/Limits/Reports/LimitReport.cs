namespace LlmProxy.Limits;

/// <summary>How limits stand and who holds what of them.</summary>
internal sealed class LimitReport(LimitTable table, LimitGate gate, FairQueue queue)
{
    /// <summary>How many requests wait.</summary>
    public int Queued => queue.Length;

    /// <summary>Who holds something, the longest first.</summary>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<HeldReservation> Held(int most) =>
    [
        .. gate.Reservations().OrderBy(one => one.Since).Take(most)
            .Select(one => new HeldReservation(one.RequestId, one.Owner.KeyId, one.Owner.Tenant, one.Owner.User, one.Since, one.Asked.Tokens)),
    ];

    /// <summary>The limits of which something is used, those with the largest share used first.</summary>
    /// <param name="most">At most so many.</param>
    public IReadOnlyList<LimitStatus> Used(int most) =>
    [
        .. table.Sets.SelectMany(set => set.Limits.Select(limit => Status(set.Subject, limit))).OfType<LimitStatus>()
            .Where(status => status.Used > 0)
            .OrderByDescending(status => (double)status.Used / status.Limit).ThenBy(status => status.Name, StringComparer.Ordinal)
            .Take(most),
    ];

    /// <summary>Each is read for itself, so that no request waits for all.</summary>
    private LimitStatus? Status(LimitSubject subject, ILimit limit) => gate.Read<LimitStatus?>(now => limit switch
    {
        WindowLimit window => new(
            LimitMetrics.NameOf(window.Info.Kind), subject.Scope, subject.Name, subject.Tenant, window.Limiter.Limit,
            window.Limiter.Level(now), window.Limiter.Reserved(now), window.Limiter.UntilReset(now).TotalSeconds),
        PlaceLimit places => new(
            LimitMetrics.NameOf(places.Info.Kind), subject.Scope, subject.Name, subject.Tenant, places.Limit, places.Taken, places.Taken, null),
        _ => null,
    });
}
