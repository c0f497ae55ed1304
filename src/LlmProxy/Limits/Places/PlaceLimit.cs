namespace LlmProxy.Limits;

/// <summary>A limit on requests at once.</summary>
/// <remarks>
/// The places are leases, each with an id, and not a number that is counted up and down: what is given back twice, or was never taken,
/// changes nothing. The library's <c>ConcurrencyLimiter</c> was left aside: its limit stands for life, so that a reload would have
/// to forget who holds places, and its queue waits for one limit, not for all of a request's.
/// </remarks>
internal sealed class PlaceLimit(LimitInfo info, long limit) : ILimit
{
    // When a place gets free nobody knows; often enough to get one, seldom enough not to hammer.
    private static readonly TimeSpan ComeAgain = TimeSpan.FromSeconds(1);

    private readonly HashSet<long> _leases = [];
    private long _lastLease;

    /// <inheritdoc/>
    public LimitInfo Info { get; } = info;

    /// <summary>How many may be taken. A change holds from now on; whoever has one keeps it.</summary>
    public long Limit { get; set; } = limit;

    /// <summary>How many are taken.</summary>
    public int Taken => _leases.Count;

    /// <inheritdoc/>
    public LimitRefusal? Check(in LimitAmounts asked, DateTimeOffset now) =>
        _leases.Count < Limit ? null : new(Info, LimitErrors.Reached(Info, Limit, _leases.Count, 1, ComeAgain), MayWait: true);

    /// <inheritdoc/>
    public long Take(in LimitAmounts asked, DateTimeOffset now)
    {
        _leases.Add(++_lastLease);
        return _lastLease;
    }

    /// <inheritdoc/>
    public void Settle(long window, in LimitAmounts asked, in LimitAmounts used, DateTimeOffset now) => _leases.Remove(window);
}
