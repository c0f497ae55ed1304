using System.Threading.RateLimiting;

namespace LlmProxy.Limits;

/// <summary>Lets so many permits pass in each window of time, where what was taken can be given back, or turn out to be more.</summary>
/// <remarks>
/// <para>
/// Fixed windows: one begins with the first use, or with the clock where it <c>isAligned</c> (a day: midnight UTC), and at its end
/// all permits are there again. What is taken and used of one window never exceeds the limit, unless what was taken is
/// <em>settled</em> at more. The excess is debt: it is taken from the next window, and from those after it until it is paid. Where the
/// limit was changed meanwhile, the largest that was in force in the window counts: lowering it makes no debt of what was lawful.
/// </para>
/// <para>
/// Chosen over a token bucket and a sliding window, since a caller can check it: of requests that take r permits exactly ⌊N/r⌋ pass in a
/// window, however long they take to arrive, and the time at which the rest may come is known. Its price is the edge: in a stretch as long as a window,
/// one half on each side of an end, up to twice the limit can pass.
/// </para>
/// <para>
/// A refund goes back to the window that it came from: the present one, or the one before, whose debt it lessens. One that is older is over, and a
/// refund for it counts no more; an excess counts as debt at once. Not set right for what is given back late beyond that: it errs on the
/// side of the limit.
/// </para>
/// <para>The methods that take a time are called under the lock that was given; those of <see cref="RateLimiter"/> take it.</para>
/// </remarks>
internal sealed class WindowLimiter(long limit, TimeSpan length, bool isAligned, Lock sync, TimeProvider clock) : RateLimiter
{
    // More than anybody waits for; keeps the sums small.
    private const int MaxWindows = 10_000;

    // Threads read the clock before they get the lock, so that times may come in the wrong order.
    private const long Disorder = TimeSpan.TicksPerSecond;

    private readonly long _length = length.Ticks;
    private long _limit = limit;
    private long _most = limit;
    private long _earlierMost = limit;
    private long _start;
    private long _window = 1;
    private long _level;
    private long _reserved;
    private long _earlierWindow;
    private long _earlierLevel;
    private long _lastUse;
    private long _passed;
    private long _refused;

    /// <summary>How many permits a window has. A change holds from now on, for the present window too; but what was lawful when it was used is no debt.</summary>
    public long Limit
    {
        get => _limit;
        set
        {
            Roll(clock.GetUtcNow().UtcTicks);
            _limit = value;
            _most = Math.Max(_most, value);
        }
    }

    /// <summary>The largest limit that was in force in the window that was last asked for: what is used beyond it is debt.</summary>
    public long Most => _most;

    /// <summary>Permits that are taken and not settled, of whatever window.</summary>
    public long Open { get; private set; }

    /// <summary>When the window that was last asked for began, in ticks of UTC.</summary>
    public long Start => _start;

    /// <summary>When something was last taken or settled, in ticks of UTC; 0: never.</summary>
    public long LastUse => _lastUse;

    /// <inheritdoc/>
    public override TimeSpan? IdleDuration
    {
        get
        {
            var now = clock.GetUtcNow();
            lock (sync)
                return IsIdle(now) ? TimeSpan.FromTicks(Math.Max(0, now.UtcTicks - _lastUse)) : null;
        }
    }

    /// <summary>Of the present window: what is used or taken, debt of earlier ones included.</summary>
    public long Level(DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        return _level;
    }

    /// <summary>Of the present window: what is taken and not settled yet.</summary>
    public long Reserved(DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        return _reserved;
    }

    /// <summary>Whether nothing is used, taken or owed.</summary>
    public bool IsIdle(DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        return _level == 0 && Open == 0;
    }

    /// <summary>Whether so many permits are left.</summary>
    public bool HasRoom(long permits, DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        return permits <= Limit - _level;
    }

    /// <summary>How long until so many permits are left, if nobody else takes any; zero: now. More than the limit takes several windows.</summary>
    public TimeSpan WaitFor(long permits, DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        if (permits <= Limit - _level)
            return TimeSpan.Zero;
        // What is left of the present window is not saved up.
        var total = (Int128)Excess(_level, _most) + permits;
        var windows = (long)Int128.Min((total + Limit - 1) / Limit, MaxWindows);
        return UntilEnd(now) + TimeSpan.FromTicks((windows - 1) * _length);
    }

    /// <summary>How long until nothing is used any more, debt included, if nobody takes any.</summary>
    public TimeSpan UntilReset(DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        if (_level == 0)
            return TimeSpan.Zero;
        var debt = Excess(_level, _most);
        var windows = debt == 0 ? 0 : ((debt - 1) / Limit) + 1;
        return UntilEnd(now) + TimeSpan.FromTicks(Math.Min(windows, MaxWindows) * _length);
    }

    /// <summary>Takes permits, whether they are left or not.</summary>
    /// <returns>The window that they are of.</returns>
    public long Take(long permits, DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        // Nobody uses this window: it begins with whoever comes first.
        if (!isAligned && _level == 0 && Open == 0)
            _start = now.UtcTicks;
        _level += permits;
        _reserved += permits;
        Open += permits;
        _lastUse = now.UtcTicks;
        return _window;
    }

    /// <summary>Puts what was used in the place of what was taken.</summary>
    public void Settle(long window, long permits, long used, DateTimeOffset now)
    {
        Roll(now.UtcTicks);
        Open -= permits;
        _lastUse = now.UtcTicks;
        if (window == _window)
        {
            _reserved -= permits;
            _level += used - permits;
        }
        else if (window == _earlierWindow)
        {
            var debt = Excess(_earlierLevel, _earlierMost);
            _earlierLevel += used - permits;
            _level += Excess(_earlierLevel, _earlierMost) - debt;
        }
        else
        {
            _level += Math.Max(0, used - permits);
        }
    }

    /// <summary>Goes on where an earlier process stopped.</summary>
    /// <param name="start">When its window began, in ticks of UTC.</param>
    /// <param name="level">What was used of it.</param>
    /// <param name="most">The largest limit that was in force in it; 0: not known, as if it was the present one.</param>
    public void Restore(long start, long level, long most = 0)
    {
        _start = start;
        _level = level;
        _most = Math.Max(_limit, most);
    }

    /// <summary>Adds what an earlier process had used of this window or, as debt, of one before it, where that is known late.</summary>
    /// <param name="start">When that window began, in ticks of UTC.</param>
    /// <param name="level">What was used of it.</param>
    /// <param name="now">The clock's reading.</param>
    /// <param name="most">The largest limit that was in force in it; 0: not known, as if it was the present one.</param>
    public void Add(long start, long level, DateTimeOffset now, long most = 0)
    {
        Roll(now.UtcTicks);
        var windows = (_start - start) / _length;
        if (windows <= 0)
        {
            _level += level;
            _most = Math.Max(_most, most);
            return;
        }

        _level += (long)Int128.Max(0, Excess(level, Math.Max(Limit, most)) - ((Int128)(windows - 1) * Limit));
    }

    /// <inheritdoc/>
    public override RateLimiterStatistics? GetStatistics()
    {
        var now = clock.GetUtcNow();
        lock (sync)
        {
            return new()
            {
                CurrentAvailablePermits = Math.Max(0, Limit - Level(now)),
                TotalSuccessfulLeases = _passed,
                TotalFailedLeases = _refused,
            };
        }
    }

    /// <inheritdoc/>
    protected override RateLimitLease AttemptAcquireCore(int permitCount)
    {
        var now = clock.GetUtcNow();
        lock (sync)
        {
            if (HasRoom(permitCount, now))
            {
                _passed++;
                return new WindowLease(this, Take(permitCount, now), permitCount, TimeSpan.Zero);
            }

            _refused++;
            return new WindowLease(null, 0, permitCount, WaitFor(permitCount, now));
        }
    }

    /// <summary>Does not wait: a queue stands before all limits of a request, not in one of them.</summary>
    protected override ValueTask<RateLimitLease> AcquireAsyncCore(int permitCount, CancellationToken cancellationToken) =>
        new(AttemptAcquireCore(permitCount));

    /// <summary>For <see cref="WindowLease"/>.</summary>
    internal void Settle(long window, long permits, long used)
    {
        var now = clock.GetUtcNow();
        lock (sync)
            Settle(window, permits, used, now);
    }

    private TimeSpan UntilEnd(DateTimeOffset now) => TimeSpan.FromTicks(Math.Clamp(_start + _length - now.UtcTicks, 0, _length));

    private static long Excess(long level, long most) => Math.Max(0, level - most);

    /// <summary>Begins the window that <paramref name="now"/> is in, with what earlier ones owe.</summary>
    private void Roll(long now)
    {
        var over = now - _start;
        if (over < _length)
        {
            // The clock was set back. A window of minutes begins anew, so that nobody waits for the old time; a day goes on.
            if (over < -Disorder && !isAligned)
                _start = now;
            return;
        }

        var windows = over / _length;
        (_earlierWindow, _earlierLevel, _earlierMost) = windows == 1 ? (_window, _level, _most) : (0, 0, _limit);
        _window++;
        var debt = (Int128)Excess(_level, _most) - (Int128)(windows - 1) * Limit;
        _level = (long)Int128.Max(0, debt);
        _most = _limit;
        _reserved = 0;
        _start += windows * _length;
    }
}
