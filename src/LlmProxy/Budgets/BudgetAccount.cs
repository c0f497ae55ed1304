namespace LlmProxy.Budgets;

/// <summary>What one party has spent and holds in the current day, week and month.</summary>
/// <remarks>
/// <para>
/// A request first takes what it may cost at most, and settles that by what it did cost; so what is spent never passes a limit by
/// more than what requests cost beyond what they took. A request belongs to the periods in which it took: settled after their end,
/// it changes nothing in the new ones.
/// </para>
/// <para>
/// Safe for use by many threads: the amounts stand under a short lock of their own, and whether a limit is reached, which every
/// request asks, is read without it.
/// </para>
/// </remarks>
internal sealed class BudgetAccount
{
    private readonly Lock _lock = new();
    private readonly BudgetWindow[] _windows = new BudgetWindow[BudgetPeriods.All.Length];
    private readonly long[] _told = new long[2 * BudgetPeriods.All.Length];
    private readonly IBudgetObserver? _observer;
    private volatile BudgetLimits _limits = BudgetLimits.None;
    private long _softUntil;
    private long _hardUntil;
    private long _lastUsed;

    /// <param name="owner">Whose it is.</param>
    /// <param name="observer">Who is told of changes.</param>
    public BudgetAccount(BudgetOwner owner, IBudgetObserver? observer = null)
    {
        Owner = owner;
        _observer = observer;
        Limit = new BudgetLimit(this, null);
    }

    /// <summary>Whose it is.</summary>
    public BudgetOwner Owner { get; }

    /// <summary>The account as a limit of requests: its own hard limits.</summary>
    public BudgetLimit Limit { get; }

    /// <summary>What may be spent.</summary>
    public BudgetLimits Limits => _limits;

    /// <summary>What <see cref="Limits"/> were made from, so that they are made anew only when that changes.</summary>
    public object? Source { get; private set; }

    /// <summary>The configuration that went into <see cref="Limits"/> beside <see cref="Source"/>; <c>null</c>: none did.</summary>
    public object? Model { get; set; }

    /// <summary>When it was last asked for, as UTC ticks.</summary>
    public long LastUsed
    {
        get => Volatile.Read(ref _lastUsed);
        set => Volatile.Write(ref _lastUsed, value);
    }

    /// <summary>Sets what may be spent; a limit that was raised above what is spent is no longer reached.</summary>
    public void Use(BudgetLimits limits, object? source, DateTimeOffset now)
    {
        lock (_lock)
        {
            Source = source;
            if (_limits == limits)
                return;
            // A limit that was changed can be reached anew; those after a start are the old ones.
            if (!_limits.IsEmpty)
                Array.Clear(_told);
            _limits = limits;
            Roll(now);
            Mark();
        }
    }

    /// <summary>Whether a soft limit is reached.</summary>
    public bool IsOverSoft(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _softUntil);

    /// <summary>Whether a hard limit is reached by what is spent.</summary>
    public bool IsOverHard(DateTimeOffset now) => now.UtcTicks < Volatile.Read(ref _hardUntil);

    /// <summary>When the hard limits that are reached are so no more; now, where none is.</summary>
    public DateTimeOffset EndOfHard(DateTimeOffset now) => new(Math.Max(now.UtcTicks, Volatile.Read(ref _hardUntil)), TimeSpan.Zero);

    /// <summary>Whether there is room for a cost, beside what is spent and held.</summary>
    /// <returns><c>null</c>: yes; else how the period stands that has none, of several the one that ends last.</returns>
    public BudgetReading? Lacks(in BudgetAmounts hard, decimal cost, DateTimeOffset now)
    {
        if (hard.IsEmpty)
            return null;
        lock (_lock)
        {
            Roll(now);
            BudgetReading? lacking = null;
            foreach (var period in BudgetPeriods.All)
            {
                ref var window = ref _windows[(int)period];
                if (hard[period] is { } limit && window.Spent + window.Reserved + cost > limit && !(lacking?.End.UtcTicks > window.End))
                    lacking = Read(period) with { Limit = limit };
            }

            return lacking;
        }
    }

    /// <summary>Holds what a request may cost.</summary>
    /// <returns>When, for <see cref="Settle"/>.</returns>
    public long Take(decimal cost, DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            // Not before the windows it is put in, whatever the clock says.
            var taken = now.UtcTicks;
            foreach (ref var window in _windows.AsSpan())
            {
                window.Reserved += cost;
                taken = Math.Max(taken, window.Start);
            }

            return taken;
        }
    }

    /// <summary>Puts what a request cost in the place of what it held, in those of its periods that are not over.</summary>
    public void Settle(long taken, decimal held, decimal cost, DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            foreach (ref var window in _windows.AsSpan())
            {
                if (taken < window.Start)
                    continue;
                window.Reserved -= held;
                window.Spent += cost;
            }

            if (cost == 0)
                return;
            Mark();
            _observer?.Changed(this);
        }
    }

    /// <summary>Puts a cost that is known late in the place of what was charged for it: that goes back to its own periods, the cost to the present ones.</summary>
    /// <param name="charged">When it was charged.</param>
    /// <param name="back">What was charged. US dollars.</param>
    /// <param name="cost">What it cost. US dollars.</param>
    /// <param name="now">The clock's reading.</param>
    public void Amend(DateTimeOffset charged, decimal back, decimal cost, DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            foreach (ref var window in _windows.AsSpan())
            {
                // A budget that is younger than the charge has never had it.
                if (charged.UtcTicks >= window.Start)
                    window.Spent = Math.Max(0, window.Spent - back);
                window.Spent += cost;
            }

            Mark();
            _observer?.Changed(this);
        }
    }

    /// <summary>Adds what was spent before, where the period is the current one.</summary>
    public void Restore(in SpentInPeriod before, DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            ref var window = ref _windows[(int)before.Period];
            if (window.Start != before.Start.UtcTicks)
                return;
            if (before.ToldSoft)
                _told[2 * (int)before.Period] = window.End;
            if (before.ToldHard)
                _told[(2 * (int)before.Period) + 1] = window.End;
            if (before.Spent == 0)
                return;
            window.Spent += before.Spent;
            Mark();
            _observer?.Changed(this);
        }
    }

    /// <summary>How it stands.</summary>
    public BudgetReading[] Read(DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            return [.. BudgetPeriods.All.Select(Read)];
        }
    }

    /// <summary>What is to outlive the process; empty: nothing was spent.</summary>
    public List<SpentInPeriod> Save(DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            var saved = new List<SpentInPeriod>();
            foreach (var period in BudgetPeriods.All)
            {
                ref var window = ref _windows[(int)period];
                if (window.Spent != 0)
                    saved.Add(new(period, new(window.Start, TimeSpan.Zero), window.Spent, _told[2 * (int)period] == window.End, _told[(2 * (int)period) + 1] == window.End));
            }

            return saved;
        }
    }

    /// <summary>Whether it can be forgotten without loss: nothing is spent or held in any period.</summary>
    public bool IsBlank(DateTimeOffset now)
    {
        lock (_lock)
        {
            Roll(now);
            foreach (ref readonly var window in _windows.AsSpan())
            {
                if (window.Spent != 0 || window.Reserved != 0)
                    return false;
            }

            return true;
        }
    }

    /// <summary>A request was refused by a hard limit.</summary>
    public void NoteRefusal(in BudgetReading reading)
    {
        lock (_lock)
            Tell(reading, isHard: true);
    }

    private BudgetReading Read(BudgetPeriod period)
    {
        var window = _windows[(int)period];
        return new(
            period, new(window.Start, TimeSpan.Zero), new(window.End, TimeSpan.Zero), window.Spent, window.Reserved,
            _limits.Hard[period], _limits.Soft[period]);
    }

    private void Roll(DateTimeOffset now)
    {
        // Days end most often, and no other period ends but with a day.
        if (now.UtcTicks < _windows[(int)BudgetPeriod.Day].End)
            return;
        foreach (var period in BudgetPeriods.All)
            _windows[(int)period].Roll(period, now);
    }

    /// <summary>Notes until when limits are reached.</summary>
    private void Mark()
    {
        long soft = 0, hard = 0;
        foreach (var period in BudgetPeriods.All)
        {
            ref var window = ref _windows[(int)period];
            if (window.Spent >= _limits.Soft[period])
            {
                soft = Math.Max(soft, window.End);
                Tell(Read(period), isHard: false);
            }

            if (window.Spent >= _limits.Hard[period])
            {
                hard = Math.Max(hard, window.End);
                Tell(Read(period), isHard: true);
            }
        }

        Volatile.Write(ref _softUntil, soft);
        Volatile.Write(ref _hardUntil, hard);
    }

    /// <summary>Tells of a limit once in a period.</summary>
    private void Tell(in BudgetReading reading, bool isHard)
    {
        ref var told = ref _told[(2 * (int)reading.Period) + (isHard ? 1 : 0)];
        if (told == reading.End.UtcTicks)
            return;
        told = reading.End.UtcTicks;
        _observer?.Reached(this, isHard, reading);
    }
}
