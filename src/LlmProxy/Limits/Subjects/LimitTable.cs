using System.Collections.Concurrent;

namespace LlmProxy.Limits;

/// <summary>The limits of every key, user, tenant, model and route that was seen.</summary>
/// <remarks>
/// Bounded at <see cref="Capacity"/> subjects, since callers can invent users. At the bound those are dropped, in the background, that use nothing
/// and have not for <see cref="IdleTime"/>: their windows are full again anyway. Until there is room, subjects that are not known share one
/// set of limits for each scope, so that a new name is no way round a limit.
/// </remarks>
internal sealed class LimitTable(LimitGate gate, DayWindows days, TimeProvider clock)
{
    /// <summary>Most subjects with limits of their own.</summary>
    public const int Capacity = 100_000;

    /// <summary>How long a subject must have used nothing to be dropped at the bound. Longer than any request waits in a queue.</summary>
    public static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(15);

    /// <summary>What is called so stands for those that have no limits of their own.</summary>
    public const string Others = "(others)";

    private static readonly TimeSpan SweepPause = TimeSpan.FromSeconds(10);

    private readonly ConcurrentDictionary<LimitSubject, LimitSet> _sets = new();
    private readonly ConcurrentDictionary<string, LimitSet> _others = new(StringComparer.Ordinal);
    private readonly int _capacity = Capacity;
    private int _count;
    private long _nextSweep;

    /// <summary>For tests: a smaller bound.</summary>
    internal LimitTable(LimitGate gate, DayWindows days, TimeProvider clock, int capacity)
        : this(gate, days, clock) => _capacity = capacity;

    /// <summary>How many subjects have limits of their own.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>All sets there are, at some moment.</summary>
    public IEnumerable<LimitSet> Sets => _sets.Select(pair => pair.Value).Concat(_others.Select(pair => pair.Value));

    /// <summary>The limits of a subject.</summary>
    public LimitSet Of(in LimitSubject subject) => _sets.TryGetValue(subject, out var set) ? set : Add(subject);

    /// <summary>Drops what is idle.</summary>
    public void Sweep()
    {
        var now = clock.GetUtcNow();
        foreach (var (subject, set) in _sets)
        {
            bool isIdle;
            // For each anew, so that no request waits for all of them.
            lock (gate.Lock)
                isIdle = set.IsIdle(now, IdleTime);
            if (!isIdle || !_sets.TryRemove(subject, out _))
                continue;
            Interlocked.Decrement(ref _count);
            if (set.HasDay)
                days.Forget(subject);
        }
    }

    private LimitSet Add(in LimitSubject subject)
    {
        if (Count >= _capacity)
        {
            SweepSoon();
            return _others.GetOrAdd(subject.Scope, static (scope, table) => table.New(new(scope, Others)), this);
        }

        var added = New(subject);
        var set = _sets.GetOrAdd(subject, added);
        if (ReferenceEquals(set, added))
            Interlocked.Increment(ref _count);
        return set;
    }

    private LimitSet New(in LimitSubject subject) => new(subject, gate, days, clock);

    private void SweepSoon()
    {
        var now = clock.GetUtcNow().UtcTicks;
        var next = Volatile.Read(ref _nextSweep);
        if (now >= next && Interlocked.CompareExchange(ref _nextSweep, now + SweepPause.Ticks, next) == next)
            ThreadPool.UnsafeQueueUserWorkItem(static table => table.Sweep(), this, preferLocal: false);
    }
}
