namespace LlmProxy.Limits;

/// <summary>The limits of one subject. They stay when the configuration changes; only their numbers do not.</summary>
internal sealed class LimitSet(LimitSubject subject, LimitGate gate, DayWindows days, TimeProvider clock)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    private readonly long _created = clock.GetUtcNow().UtcTicks;
    private WindowLimit? _requests;
    private WindowLimit? _tokens;
    private WindowLimit? _dayTokens;
    private PlaceLimit? _places;
    private Applied _applied = new(default, []);

    /// <summary>Whose they are.</summary>
    public LimitSubject Subject { get; } = subject;

    /// <summary>The limits that are in force.</summary>
    public ILimit[] Limits => Volatile.Read(ref _applied).Limits;

    /// <summary>Whether something of it outlives the process.</summary>
    public bool HasDay => _dayTokens is not null;

    /// <summary>The limits with these numbers.</summary>
    public ILimit[] With(in LimitNumbers numbers)
    {
        var applied = Volatile.Read(ref _applied);
        return applied.Numbers == numbers ? applied.Limits : Apply(numbers);
    }

    /// <summary>Whether nothing is used of them, and nothing was for some time, so that they can be made anew without anybody gaining by it.</summary>
    public bool IsIdle(DateTimeOffset now, TimeSpan since)
    {
        if (now.UtcTicks - _created < since.Ticks)
            return false;
        return _places is not { Taken: > 0 } && IsIdle(_requests, now, since) && IsIdle(_tokens, now, since) && IsIdle(_dayTokens, now, since);
    }

    private static bool IsIdle(WindowLimit? limit, DateTimeOffset now, TimeSpan since) =>
        limit is null || (limit.Limiter.IsIdle(now) && now.UtcTicks - limit.Limiter.LastUse >= since.Ticks);

    private ILimit[] Apply(in LimitNumbers numbers)
    {
        lock (gate.Lock)
        {
            // Another request of the same moment was here first.
            if (_applied.Numbers == numbers)
                return _applied.Limits;
            _requests = Window(_requests, LimitKind.RequestsPerMinute, numbers.RequestsPerMinute);
            _tokens = Window(_tokens, LimitKind.TokensPerMinute, numbers.TokensPerMinute);
            _dayTokens = Window(_dayTokens, LimitKind.TokensPerDay, numbers.TokensPerDay);
            _places = Places(numbers.ConcurrentRequests);
            ILimit?[] all = [_requests, _tokens, _dayTokens, _places];
            var applied = new Applied(numbers, [.. all.OfType<ILimit>()]);
            Volatile.Write(ref _applied, applied);
            return applied.Limits;
        }
    }

    private WindowLimit? Window(WindowLimit? present, LimitKind kind, long? limit)
    {
        if (limit is not { } number)
            return null;
        if (present is not null)
        {
            present.Limiter.Limit = number;
            return present;
        }

        var info = new LimitInfo(kind, Subject.Scope, Subject.Name);
        if (kind != LimitKind.TokensPerDay)
            return new(info, new(number, Minute, isAligned: false, gate.Lock, clock));
        var day = new WindowLimiter(number, Day, isAligned: true, gate.Lock, clock);
        days.Restore(Subject, day);
        return new(info, day) { Changed = limit => days.Note(Subject, limit) };
    }

    private PlaceLimit? Places(int? limit)
    {
        if (limit is not { } number)
            return null;
        // Who has lifted a limit and sets it again finds those who still hold a place uncounted.
        var places = _places ?? new(new(LimitKind.ConcurrentRequests, Subject.Scope, Subject.Name), number);
        places.Limit = number;
        return places;
    }

    private sealed record Applied(LimitNumbers Numbers, ILimit[] Limits);
}
