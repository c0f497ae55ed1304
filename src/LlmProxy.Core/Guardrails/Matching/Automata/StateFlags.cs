namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>What the low bits of a <see cref="LazyDfa"/> value tell, so that the loop over a text looks nothing else up.</summary>
internal static class StateFlags
{
    /// <summary>The value is known; 0 stands for a transition that was not needed before.</summary>
    public const int Known = 1;

    /// <summary>No match that has begun goes on.</summary>
    public const int Idle = 2;

    /// <summary>A match can end here.</summary>
    public const int Accepts = 4;

    /// <summary>All flags; the other bits are the state's row in the table.</summary>
    public const int All = 7;
}
