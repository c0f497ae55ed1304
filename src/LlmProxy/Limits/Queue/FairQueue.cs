using LlmProxy.Health.Shutdown;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Limits;

/// <summary>Where requests wait until their limits have room, in a fair order between tenants.</summary>
/// <remarks>
/// <para>
/// Those who wait are tried in turn (<see cref="FairTurns"/>) whenever something is given back, and when a window or somebody's
/// patience ends. Who stands under other limits than those that are short passes by. But nobody takes from a limit that has refused one
/// whose turn is earlier: a claim stays until that one is served, so that many small requests cannot starve a large one. It ends where a limit of
/// its own (key, user, tenant) refuses it, since nobody else should wait for that.
/// </para>
/// <para>
/// Bounded by <see cref="LimitQueueOptions.MaxLength"/>; beyond it requests are refused. One pass looks at every waiter once. Its lock is taken
/// before the gate's, never the other way round.
/// </para>
/// </remarks>
internal sealed class FairQueue : IDisposable
{
    private static readonly TimeSpan Soonest = TimeSpan.FromMilliseconds(1);

    private readonly Lock _lock = new();
    private readonly SortedSet<LimitWaiter> _waiting = new(LimitWaiter.ByTurn);
    private readonly List<LimitWaiter> _leaving = [];
    private readonly HashSet<ILimit> _claims = new(ReferenceEqualityComparer.Instance);
    private readonly FairTurns _turns = new();
    private readonly LimitGate _gate;
    private readonly TimeProvider _clock;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _stopping;
    private int _length;
    private long _numbers;
    private bool _isStopped;

    public FairQueue(LimitGate gate, TimeProvider clock, ShutdownState shutdown)
    {
        _gate = gate;
        _clock = clock;
        _timer = clock.CreateTimer(static self => ((FairQueue)self!).Serve(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _stopping = shutdown.DrainOver.Register(static self => ((FairQueue)self!).Stop(), this);
        gate.Freed = Serve;
    }

    /// <summary>How many wait.</summary>
    public int Length => Volatile.Read(ref _length);

    /// <summary>Whether somebody waits for one of these limits, so that who comes now has to stand behind.</summary>
    public bool Blocks(LimitHold[] holds)
    {
        if (Length == 0)
            return false;
        lock (_lock)
            return Claimed(holds) is not null;
    }

    /// <summary>Waits for room.</summary>
    /// <returns>Why there is none in time; <c>null</c>: it is taken, and must be settled.</returns>
    /// <exception cref="OperationCanceledException">The caller has left.</exception>
    public async Task<LimitRefusal?> WaitAsync(LimitWaiter waiter, LimitQueueOptions options, CancellationToken cancellationToken)
    {
        Enter(waiter, options);
        using var left = cancellationToken.UnsafeRegister(
            static (state, token) =>
            {
                var (queue, waiter) = ((FairQueue, LimitWaiter))state!;
                queue.Leave(waiter, token);
            },
            (this, waiter));
        return await waiter.Task;
    }

    /// <summary>Lets pass who can.</summary>
    public void Serve()
    {
        if (Length == 0)
            return;
        lock (_lock)
            Pass();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _stopping.Dispose();
        _timer.Dispose();
    }

    private void Enter(LimitWaiter waiter, LimitQueueOptions options)
    {
        lock (_lock)
        {
            if (_isStopped)
            {
                waiter.TrySetResult(Stopping(waiter));
                return;
            }

            if (_waiting.Count >= options.MaxLength)
            {
                var info = (waiter.BlockedBy ?? Claimed(waiter.Reservation.Holds) ?? waiter.Reservation.Holds[0].Limit).Info;
                waiter.TrySetResult(new(info, LimitErrors.QueueFull(info, _waiting.Count), MayWait: false));
                return;
            }

            waiter.Start = _turns.Next(waiter.Reservation.Owner.Flow, waiter.Weight);
            waiter.Number = _numbers++;
            waiter.Deadline = _clock.GetUtcNow() + options.MaxWait;
            _waiting.Add(waiter);
            Pass();
            if (!waiter.Task.IsCompleted && TooLate(waiter, options.MaxWait) is { } refusal)
            {
                waiter.TrySetResult(refusal);
                Remove(waiter);
            }
        }
    }

    private void Leave(LimitWaiter waiter, CancellationToken token)
    {
        lock (_lock)
        {
            // Who has been served is not taken back: settlement gives back what it holds.
            if (!waiter.TrySetCanceled(token))
                return;
            Remove(waiter);
            Pass();
        }
    }

    private void Stop()
    {
        lock (_lock)
        {
            _isStopped = true;
            foreach (var waiter in _waiting)
                waiter.TrySetResult(Stopping(waiter));
            _waiting.Clear();
            Count();
        }
    }

    /// <summary>One pass over all who wait, in turn.</summary>
    private void Pass()
    {
        var now = _clock.GetUtcNow();
        var next = DateTimeOffset.MaxValue;
        _claims.Clear();
        foreach (var waiter in _waiting)
        {
            var again = Try(waiter, now);
            if (waiter.Task.IsCompleted)
                _leaving.Add(waiter);
            else if (again < next)
                next = again;
        }

        foreach (var waiter in _leaving)
            _waiting.Remove(waiter);
        _leaving.Clear();
        Count();
        _timer.Change(_waiting.Count == 0 ? Timeout.InfiniteTimeSpan : Max(next - now, Soonest), Timeout.InfiniteTimeSpan);
    }

    /// <summary>Lets one pass, or sends it away, or notes what it waits for.</summary>
    /// <returns>When to try it again, if nothing is given back before.</returns>
    private DateTimeOffset Try(LimitWaiter waiter, DateTimeOffset now)
    {
        if (now >= waiter.Deadline)
        {
            waiter.TrySetResult(Expired(waiter));
            return now;
        }

        var again = waiter.Deadline;
        if (Claimed(waiter.Reservation.Holds) is { } claimed)
        {
            waiter.StandBehind(claimed);
        }
        else if (_gate.TryReserve(waiter.Reservation, waiter.Asked, out var refusing) is not { } refusal)
        {
            _turns.Served(waiter.Start);
            waiter.TrySetResult(null);
        }
        else if (!refusal.MayWait)
        {
            waiter.TrySetResult(refusal);
        }
        else
        {
            waiter.Claim(refusing);
            if (waiter.BlockedBy is WindowLimit && now + refusal.Error.RetryAfter is { } room && room < again)
                again = room;
        }

        if (!waiter.Task.IsCompleted)
            waiter.AddClaimsTo(_claims);
        return again;
    }

    /// <summary>One's turn at a limit comes after all who are before it have had what they ask for.</summary>
    private LimitRefusal? TooLate(LimitWaiter waiter, TimeSpan patience)
    {
        if (waiter.BlockedBy is not WindowLimit limit)
            return null;
        var before = _waiting.TakeWhile(other => other != waiter).Sum(other => (decimal)other.AmountOf(limit));
        var asked = waiter.AmountOf(limit);
        return _gate.Read(now =>
        {
            var wait = limit.Limiter.WaitFor((long)Math.Min(before + asked, long.MaxValue), now);
            return wait > patience ? limit.Refuse(asked, now, wait) with { MayWait = false } : null;
        });
    }

    private LimitRefusal Expired(LimitWaiter waiter)
    {
        var limit = waiter.BlockedBy!;
        return _gate.Read(now => limit.Check(waiter.Asked, now)) ?? new(limit.Info, LimitErrors.OthersFirst(limit.Info), MayWait: false);
    }

    private ILimit? Claimed(LimitHold[] holds)
    {
        foreach (var hold in holds)
        {
            if (_claims.Contains(hold.Limit))
                return hold.Limit;
        }

        return null;
    }

    private void Remove(LimitWaiter waiter)
    {
        _waiting.Remove(waiter);
        Count();
    }

    private void Count()
    {
        Volatile.Write(ref _length, _waiting.Count);
        if (_waiting.Count > 0)
            return;
        _turns.Clear();
        _claims.Clear();
    }

    private static LimitRefusal Stopping(LimitWaiter waiter) => new(waiter.Reservation.Holds[0].Limit.Info, LimitErrors.Stopping(), MayWait: false);

    private static TimeSpan Max(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
