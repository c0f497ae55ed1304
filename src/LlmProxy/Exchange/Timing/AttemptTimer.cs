using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Exchange.Timing;

/// <summary>The time limits of one attempt, on one timer and one token, which is cancelled when a limit has passed or the request is over.</summary>
/// <remarks>
/// The timer is not touched while bytes come: it goes off at the nearest limit that was known when it was set, looks
/// whether any has really passed, and else is set for what is left. A read costs the note of when it began. The provider's
/// silence is what counts, and so the time of a read: while the client takes its time with what it has, nothing runs but the total.
/// The token is not the one that YARP writes to the client with, so that a client can still be told what happened.
/// </remarks>
internal sealed class AttemptTimer : IDisposable
{
    private readonly Lock _lock = new();
    private readonly AttemptTimers _pool;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly CancellationTokenSource _source = new();

    private CancellationTokenRegistration _outer;
    private CancellationTokenRegistration _stopping;
    private CancellationToken _outerToken;
    private IAlarm? _alarm;
    private long _armedUntil;
    private long _totalAt;
    private long _firstByte;
    private long _idle;
    private long _ringAt;
    private long _ringEvery;
    private long _rungAt;
    private long _waitsSince;
    private bool _hasBytes;
    private bool _isStream;
    private bool _isRunning;
    private FailureKind? _expired;

    public AttemptTimer(AttemptTimers pool, TimeProvider clock)
    {
        _pool = pool;
        _clock = clock;
        _timer = clock.CreateTimer(static timer => ((AttemptTimer)timer!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What the provider is read with.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>The limit that has passed; <c>null</c> while none has.</summary>
    public FailureKind? Expired
    {
        get
        {
            lock (_lock)
                return _expired;
        }
    }

    /// <summary>Whether the attempt was given up from outside: the client is gone, or YARP's own limit has passed.</summary>
    public bool IsAbandoned => _outerToken.IsCancellationRequested;

    /// <summary>Starts an attempt's time.</summary>
    /// <param name="limits">Its limits.</param>
    /// <param name="arrived">The clock's reading when the request came.</param>
    /// <param name="isStream">Whether the answer is to be a stream: only its first byte is waited for with a limit of its own.</param>
    /// <param name="outer">Gives the attempt up too.</param>
    /// <param name="stopping">Ends its time before its limits: the gateway cannot wait any longer.</param>
    public void Start(in AttemptTimeouts limits, long arrived, bool isStream, CancellationToken outer, CancellationToken stopping = default)
    {
        bool isLate;
        lock (_lock)
        {
            var now = _clock.GetTimestamp();
            _isRunning = true;
            _isStream = isStream;
            _totalAt = arrived + Ticks(limits.Total);
            _firstByte = Ticks(limits.FirstByte);
            _idle = Ticks(limits.Idle);
            _waitsSince = now;
            isLate = now >= _totalAt;
            if (isLate)
                _expired = FailureKind.TotalTimeout;
            else
                Arm(now, Next(now));
        }

        _outerToken = outer;
        _outer = outer.UnsafeRegister(static timer => ((AttemptTimer)timer!)._source.Cancel(), this);
        _stopping = stopping.UnsafeRegister(static timer => ((AttemptTimer)timer!).Expire(FailureKind.Stopping), this);
        if (isLate)
            _source.Cancel();
    }

    /// <summary>The first byte of the body has come: from now on silence counts, where the answer is a stream.</summary>
    public void NoteFirstByte(bool isStream)
    {
        lock (_lock)
        {
            _hasBytes = true;
            _isStream |= isStream;
            Volatile.Write(ref _waitsSince, 0);
            ArmIfSooner();
        }
    }

    /// <summary>A read begins to wait for the provider. Before the first byte the time of sending counts.</summary>
    public void BeginWait()
    {
        if (_hasBytes)
            Volatile.Write(ref _waitsSince, _clock.GetTimestamp());
    }

    /// <summary>The provider has sent something.</summary>
    public void EndWait()
    {
        if (_hasBytes)
            Volatile.Write(ref _waitsSince, 0);
    }

    /// <summary>Rings once, when <paramref name="delay"/> has passed since <paramref name="from"/>.</summary>
    public void RingAt(IAlarm alarm, long from, TimeSpan delay)
    {
        lock (_lock)
        {
            _alarm = alarm;
            _ringAt = from + Ticks(delay);
            ArmIfSooner();
        }
    }

    /// <summary>Rings each time that a read has waited for <paramref name="interval"/>, and no more at a set time.</summary>
    public void RingEvery(IAlarm alarm, TimeSpan interval)
    {
        lock (_lock)
        {
            _alarm = alarm;
            _ringAt = 0;
            _ringEvery = Ticks(interval);
            ArmIfSooner();
        }
    }

    /// <summary>Rings no more.</summary>
    public void Silence()
    {
        lock (_lock)
        {
            _alarm = null;
            _ringAt = 0;
            _ringEvery = 0;
        }
    }

    /// <summary>Gives up what still reads from the provider.</summary>
    public void Abandon() => _source.Cancel();

    /// <summary>Ends the attempt's time. Nothing may use <see cref="Token"/> any more, nor this.</summary>
    public void Stop()
    {
        bool hasExpired;
        lock (_lock)
        {
            _isRunning = false;
            hasExpired = _expired is not null;
            _alarm = null;
            _ringAt = _ringEvery = _rungAt = 0;
            _hasBytes = false;
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }

        _outer.Dispose();
        _outer = default;
        _stopping.Dispose();
        _stopping = default;
        _outerToken = default;
        // One whose token is cancelled, or about to be, is of no use any more.
        if (hasExpired || !_source.TryReset() || !_pool.TryReturn(this))
            Dispose();
    }

    /// <summary>Lets go of the timer.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        // Not where a call of the timer may still be about to cancel it.
        if (_expired is null)
            _source.Dispose();
    }

    private void Expire(FailureKind kind)
    {
        lock (_lock)
        {
            if (!_isRunning || _expired is not null)
                return;
            _expired = kind;
        }

        _source.Cancel();
    }

    private void OnTimer()
    {
        IAlarm? alarm;
        bool isOver;
        lock (_lock)
        {
            // A call that was on its way when the attempt ended finds the next one's limits, or none: both do no harm.
            if (!_isRunning || _expired is not null)
                return;
            var now = _clock.GetTimestamp();
            _expired = Passed(now);
            isOver = _expired is not null;
            alarm = TakeRing(now);
            if (!isOver)
                Arm(now, Next(now));
        }

        if (isOver)
            _source.Cancel();
        else
            alarm?.Ring();
    }

    private FailureKind? Passed(long now)
    {
        if (now >= _totalAt)
            return FailureKind.TotalTimeout;
        var since = Volatile.Read(ref _waitsSince);
        if (!_isStream || since == 0 || now < since + Limit)
            return null;
        return _hasBytes ? FailureKind.IdleTimeout : FailureKind.FirstByteTimeout;
    }

    private long Limit => _hasBytes ? _idle : _firstByte;

    private IAlarm? TakeRing(long now)
    {
        if (_alarm is null)
            return null;
        if (_ringAt != 0 && now >= _ringAt)
        {
            _ringAt = 0;
            return _alarm;
        }

        if (_ringEvery == 0 || Volatile.Read(ref _waitsSince) is not (> 0 and var since) || now < Math.Max(since, _rungAt) + _ringEvery)
            return null;
        _rungAt = now;
        return _alarm;
    }

    /// <summary>The moment before which nothing can be due: a read that begins later than now has its whole limit before it.</summary>
    private long Next(long now)
    {
        var next = _totalAt;
        var since = Volatile.Read(ref _waitsSince) is > 0 and var waits ? waits : now;
        if (_isStream)
            next = Math.Min(next, since + Limit);
        if (_ringAt != 0)
            next = Math.Min(next, _ringAt);
        if (_ringEvery != 0)
            next = Math.Min(next, Math.Max(since, _rungAt) + _ringEvery);
        return next;
    }

    private void ArmIfSooner()
    {
        var now = _clock.GetTimestamp();
        if (_isRunning && _expired is null && Next(now) is var next && next < _armedUntil)
            Arm(now, next);
    }

    private void Arm(long now, long next)
    {
        _armedUntil = next;
        // Rounded up, since a timer that goes off too early must be set again.
        var milliseconds = Math.Clamp(Math.Ceiling((next - now) * 1000.0 / _clock.TimestampFrequency), 1, int.MaxValue);
        _timer.Change(TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan);
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
