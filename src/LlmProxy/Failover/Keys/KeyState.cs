using LlmProxy.Failover.Failures;

namespace LlmProxy.Failover.Keys;

/// <summary>What is known about one key: whether it is refused, and for each model whether it is at a limit or not permitted.</summary>
/// <remarks>
/// A key that is refused is left alone for 1 min, doubling to 30 min each time that it is refused again; then one request tries it.
/// The same holds for a model that it may not use. A limit lasts as long as the provider says, 1 h at most, else 1 s, doubling to 60 s. What was
/// sent before a limit was met may still succeed after it, so that a success does not end a limit, but it does end a refusal.
/// </remarks>
internal sealed class KeyState(TimeProvider clock)
{
    /// <summary>Most models that are remembered for a key. Callers choose names; at the bound the one whose knowledge ends first is forgotten.</summary>
    public const int MaxModels = 256;

    private static readonly TimeSpan FirstRefusal = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LongestRefusal = TimeSpan.FromMinutes(30);
    private static readonly TimeSpan FirstLimit = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestLimit = TimeSpan.FromSeconds(60);

    /// <summary>The longest wait that is believed: to ask again costs one attempt, and what a provider once said in error must not last.</summary>
    private static readonly TimeSpan LongestAsked = TimeSpan.FromHours(1);

    /// <summary>How long a headroom is believed where the provider does not say when it is full again: most limits are for a minute.</summary>
    private static readonly TimeSpan LimitWindow = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, KeyModelState> _models = new(StringComparer.Ordinal);
    private int _timesRefused;
    private long _refusedUntil;
    private bool _isTried;

    /// <summary>What using it for a model would mean.</summary>
    public KeyUse Look(string model)
    {
        lock (_lock)
            return LookLocked(model);
    }

    /// <summary>Takes the one try that a refused key gets when its time has come; <c>false</c> where another request was faster.</summary>
    public bool TryTake(string model)
    {
        lock (_lock)
        {
            var use = LookLocked(model);
            if (!use.IsDue)
                return use.IsFree;
            // If nobody tells how it went, the next request may try after this time.
            if (use.Condition == KeyCondition.Dead)
            {
                _refusedUntil = clock.After(FirstRefusal);
                _isTried = true;
            }
            else
            {
                var state = _models[model];
                state.DeniedUntil = clock.After(FirstRefusal);
                state.IsTried = true;
            }

            return true;
        }
    }

    /// <summary>Takes note of how an attempt ended.</summary>
    /// <returns>What has changed; <c>null</c>: nothing that was not known.</returns>
    public KeyChange? Note(string model, CredentialSignal signal, TimeSpan? retryAfter)
    {
        lock (_lock)
        {
            return signal switch
            {
                CredentialSignal.Works => Works(model),
                CredentialSignal.Dead => Refused(),
                CredentialSignal.Busy => Busy(model, retryAfter),
                CredentialSignal.NotForModel => Denied(model),
                _ => null,
            };
        }
    }

    /// <summary>Takes note of the share of its limits that is left, and of when they are full again.</summary>
    public void NoteHeadroom(string model, double headroom, TimeSpan? reset)
    {
        lock (_lock)
        {
            var state = Get(model);
            state.Headroom = headroom;
            state.HeadroomUntil = clock.After(reset ?? LimitWindow);
        }
    }

    /// <summary>What is shown of it.</summary>
    public KeyStatus Status()
    {
        lock (_lock)
        {
            if (_timesRefused > 0)
                return new(KeyCondition.Dead, clock.Left(_refusedUntil));
            return Status(KeyCondition.NotForModel) ?? Status(KeyCondition.Busy) ?? default;
        }
    }

    private KeyStatus? Status(KeyCondition condition)
    {
        var count = 0;
        TimeSpan? soonest = null;
        foreach (var state in _models.Values)
        {
            var (applies, until) = condition == KeyCondition.Busy
                ? (!clock.HasPassed(state.BusyUntil), state.BusyUntil)
                : (state.TimesDenied > 0, state.DeniedUntil);
            if (!applies)
                continue;
            count++;
            if (clock.Left(until) is var left && !(left >= soonest))
                soonest = left;
        }

        return count == 0 ? null : new(condition, soonest, count);
    }

    private KeyUse LookLocked(string model)
    {
        if (_timesRefused > 0)
            return new(KeyCondition.Dead, clock.Left(_refusedUntil), 0);
        if (!_models.TryGetValue(model, out var state))
            return new(KeyCondition.Works, TimeSpan.Zero, 1);
        if (state.TimesDenied > 0)
            return new(KeyCondition.NotForModel, clock.Left(state.DeniedUntil), 0);
        var headroom = clock.HasPassed(state.HeadroomUntil) ? 1 : state.Headroom;
        var busy = clock.Left(state.BusyUntil);
        return new(busy > TimeSpan.Zero ? KeyCondition.Busy : KeyCondition.Works, busy, headroom);
    }

    private KeyChange? Works(string model)
    {
        var wasRefused = _timesRefused > 0;
        _timesRefused = 0;
        _isTried = false;
        if (_models.TryGetValue(model, out var state))
        {
            wasRefused |= state.TimesDenied > 0;
            state.TimesDenied = 0;
            state.DeniedUntil = 0;
            state.IsTried = false;
            if (clock.HasPassed(state.BusyUntil))
                state.TimesBusy = 0;
        }

        return wasRefused ? new KeyChange(KeyCondition.Works) : null;
    }

    private KeyChange? Refused()
    {
        var isNew = _timesRefused == 0;
        // What was sent before the first refusal is refused as well, and tells nothing new.
        if (!isNew && !_isTried && !clock.HasPassed(_refusedUntil))
            return null;
        _isTried = false;
        var wait = Deadlines.Doubled(FirstRefusal, _timesRefused++, LongestRefusal);
        _refusedUntil = clock.After(wait);
        return isNew ? new KeyChange(KeyCondition.Dead, wait) : null;
    }

    private KeyChange? Busy(string model, TimeSpan? retryAfter)
    {
        var state = Get(model);
        var isNew = clock.HasPassed(state.BusyUntil);
        if (!isNew && retryAfter is null)
            return null;
        var wait = retryAfter is { } asked ? (asked < LongestAsked ? asked : LongestAsked) : Deadlines.Doubled(FirstLimit, state.TimesBusy, LongestLimit);
        if (isNew)
            state.TimesBusy++;
        state.BusyUntil = Math.Max(state.BusyUntil, clock.After(wait));
        return isNew ? new KeyChange(KeyCondition.Busy, wait) : null;
    }

    private KeyChange? Denied(string model)
    {
        var state = Get(model);
        var isNew = state.TimesDenied == 0;
        // As above: those that were under way tell nothing new.
        if (!isNew && !state.IsTried && !clock.HasPassed(state.DeniedUntil))
            return null;
        state.IsTried = false;
        var wait = Deadlines.Doubled(FirstRefusal, state.TimesDenied++, LongestRefusal);
        state.DeniedUntil = clock.After(wait);
        return isNew ? new KeyChange(KeyCondition.NotForModel, wait) : null;
    }

    private KeyModelState Get(string model)
    {
        if (_models.TryGetValue(model, out var known))
            return known;
        if (_models.Count >= MaxModels)
            _models.Remove(_models.MinBy(pair => pair.Value.Until).Key);
        return _models[model] = new KeyModelState();
    }
}
