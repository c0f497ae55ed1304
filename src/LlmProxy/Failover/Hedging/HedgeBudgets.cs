using System.Runtime.CompilerServices;
using LlmProxy.Configuration;

namespace LlmProxy.Failover.Hedging;

/// <summary>The budget of each route; it begins anew when the route's settings change, and goes with them.</summary>
internal sealed class HedgeBudgets
{
    private readonly ConditionalWeakTable<LlmRouteModel, HedgeBudget> _budgets = [];

    /// <summary>The budget of a route.</summary>
    public HedgeBudget Of(LlmRouteModel route) => _budgets.GetOrCreateValue(route);
}
