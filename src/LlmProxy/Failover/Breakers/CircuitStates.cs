using System.Diagnostics;

namespace LlmProxy.Failover.Breakers;

/// <summary>The names of circuit states in metrics and health.</summary>
internal static class CircuitStates
{
    /// <summary>The name of <paramref name="state"/>.</summary>
    public static string Name(this CircuitState state) => state switch
    {
        CircuitState.Closed => "closed",
        CircuitState.Ramping => "ramping",
        CircuitState.HalfOpen => "half_open",
        CircuitState.Open => "open",
        _ => throw new UnreachableException($"Circuit state {state} has no name."),
    };
}
