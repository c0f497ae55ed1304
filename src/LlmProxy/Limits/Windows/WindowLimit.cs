namespace LlmProxy.Limits;

/// <summary>A limit on requests or tokens in a window of time.</summary>
internal sealed class WindowLimit : ILimit
{
    // Far beyond any answer, and far below what a sum of longs bears.
    private const long MaxAmount = 1_000_000_000_000;

    public WindowLimit(LimitInfo info, WindowLimiter limiter)
    {
        Info = info;
        Limiter = limiter;
    }

    /// <inheritdoc/>
    public LimitInfo Info { get; }

    /// <summary>The window.</summary>
    public WindowLimiter Limiter { get; }

    /// <summary>Told under the lock that what is used has changed; <c>null</c>: nobody cares.</summary>
    public Action<WindowLimit>? Changed { get; init; }

    /// <summary>Whether it is to be written down that something has changed. Guarded by the lock.</summary>
    public bool IsDirty { get; set; }

    /// <inheritdoc/>
    public LimitRefusal? Check(in LimitAmounts asked, DateTimeOffset now)
    {
        var amount = AmountOf(asked);
        // Who asks nothing may pass even where others are in debt.
        return amount == 0 || Limiter.HasRoom(amount, now) ? null : Refuse(amount, now, Limiter.WaitFor(amount, now));
    }

    /// <inheritdoc/>
    public long Take(in LimitAmounts asked, DateTimeOffset now)
    {
        var window = Limiter.Take(AmountOf(asked), now);
        Changed?.Invoke(this);
        return window;
    }

    /// <inheritdoc/>
    public void Settle(long window, in LimitAmounts asked, in LimitAmounts used, DateTimeOffset now)
    {
        Limiter.Settle(window, AmountOf(asked), AmountOf(used), now);
        Changed?.Invoke(this);
    }

    /// <summary>What is left, from 0.</summary>
    public long Remaining(DateTimeOffset now) => Math.Max(0, Limiter.Limit - Limiter.Level(now));

    /// <summary>How it stands.</summary>
    public LimitQuota Quota(DateTimeOffset now) => new(Limiter.Limit, Remaining(now), Limiter.UntilReset(now));

    /// <summary>Why an amount does not pass.</summary>
    /// <param name="amount">What is asked.</param>
    /// <param name="now">The clock's reading.</param>
    /// <param name="wait">How long until it may.</param>
    public LimitRefusal Refuse(long amount, DateTimeOffset now, TimeSpan wait) => amount > Limiter.Limit
        ? new(Info, LimitErrors.TooLarge(Info, Limiter.Limit, amount), MayWait: false)
        : new(Info, LimitErrors.Reached(Info, Limiter.Limit, Limiter.Level(now), amount, wait), MayWait: true);

    /// <summary>What of the amounts it counts.</summary>
    public long AmountOf(in LimitAmounts amounts) =>
        Info.Kind == LimitKind.RequestsPerMinute ? amounts.Requests : Math.Clamp(amounts.Tokens, 0, MaxAmount);
}
