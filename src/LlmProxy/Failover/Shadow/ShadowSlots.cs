using System.Runtime.CompilerServices;
using LlmProxy.Configuration;

namespace LlmProxy.Failover.Shadow;

/// <summary>Counts the copies under way on each route. Those of settings that were replaced are counted with these.</summary>
internal sealed class ShadowSlots
{
    private readonly ConditionalWeakTable<LlmRouteModel, StrongBox<int>> _taken = [];

    /// <summary>Takes a place; <c>false</c>: as many as may be are under way.</summary>
    public bool TryTake(LlmRouteModel route)
    {
        var taken = _taken.GetOrCreateValue(route);
        if (Interlocked.Increment(ref taken.Value) <= route.Failover.Shadow.MaxConcurrent)
            return true;
        Interlocked.Decrement(ref taken.Value);
        return false;
    }

    /// <summary>Gives the place back.</summary>
    public void Return(LlmRouteModel route) => Interlocked.Decrement(ref _taken.GetOrCreateValue(route).Value);
}
