using LlmProxy.Configuration;

namespace LlmProxy.Failover.Keys;

/// <summary>The keys of one cluster with what is known about each, and whose turn it is.</summary>
internal sealed class KeyPool(IReadOnlyList<ApiKeyModel> keys, KeyPool? before, TimeProvider clock)
{
    /// <summary>Headrooms this close count as the same, so that requests at the same time do not all take the same key.</summary>
    private const double SameHeadroom = 0.1;

    private readonly KeyState[] _states = [.. keys.Select(key => before?.Find(key) ?? new KeyState(clock))];
    private int _turn;

    /// <summary>Whether it holds just these keys.</summary>
    public bool IsOf(IReadOnlyList<ApiKeyModel> current) => ReferenceEquals(keys, current);

    /// <summary>What is known about a key; <c>null</c> for one of another configuration.</summary>
    public KeyState? Find(ApiKeyModel key)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (keys[i].Id == key.Id)
                return _states[i];
        }

        return null;
    }

    /// <summary>The key for the next attempt.</summary>
    /// <param name="model">The model.</param>
    /// <param name="tried">Keys that have failed for this request.</param>
    /// <param name="mayProbe">Whether a key that may still be refused may be tried, since the request can be sent again.</param>
    public ApiKeyModel Pick(string model, IReadOnlyList<ApiKeyModel>? tried, bool mayProbe)
    {
        var turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)_states.Length);
        return (mayProbe ? Due(model, tried, turn) : null) ?? Free(model, tried, turn) ?? LeastBad(model, turn);
    }

    /// <summary>Whether <see cref="Pick"/> would find one that was not tried, and of which nothing is known that speaks against it.</summary>
    public bool HasOther(string model, IReadOnlyList<ApiKeyModel> tried)
    {
        for (var i = 0; i < _states.Length; i++)
        {
            if (!WasTried(tried, keys[i]) && _states[i].Look(model) is { IsFree: true } or { IsDue: true })
                return true;
        }

        return false;
    }

    private ApiKeyModel? Due(string model, IReadOnlyList<ApiKeyModel>? tried, int turn)
    {
        for (var n = 0; n < _states.Length; n++)
        {
            var i = (turn + n) % _states.Length;
            if (!WasTried(tried, keys[i]) && _states[i].Look(model).IsDue && _states[i].TryTake(model))
                return keys[i];
        }

        return null;
    }

    private ApiKeyModel? Free(string model, IReadOnlyList<ApiKeyModel>? tried, int turn)
    {
        ApiKeyModel? best = null;
        var most = double.MinValue;
        for (var n = 0; n < _states.Length; n++)
        {
            var i = (turn + n) % _states.Length;
            if (_states[i].Look(model) is not { IsFree: true, Headroom: var headroom })
                continue;
            // One that was tried stands behind all that were not.
            if (WasTried(tried, keys[i]))
                headroom -= 2;
            if (headroom > most + SameHeadroom)
                (best, most) = (keys[i], headroom);
        }

        return best;
    }

    /// <summary>None is free: the one that is first to be, one at a limit before one that is refused. The provider then tells the client why.</summary>
    private ApiKeyModel LeastBad(string model, int turn)
    {
        var best = turn;
        var use = _states[turn].Look(model);
        for (var n = 1; n < _states.Length; n++)
        {
            var i = (turn + n) % _states.Length;
            var other = _states[i].Look(model);
            if (other.Condition < use.Condition || (other.Condition == use.Condition && other.Wait < use.Wait))
                (best, use) = (i, other);
        }

        return keys[best];
    }

    private static bool WasTried(IReadOnlyList<ApiKeyModel>? tried, ApiKeyModel key)
    {
        for (var i = 0; i < tried?.Count; i++)
        {
            if (tried[i].Id == key.Id)
                return true;
        }

        return false;
    }
}
