namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>A piece of an expression as positions.</summary>
/// <param name="First">The positions that it can begin with.</param>
/// <param name="Last">The positions that it can end with.</param>
/// <param name="CanBeEmpty">Whether it matches the empty text too.</param>
internal sealed record Fragment(List<int> First, List<int> Last, bool CanBeEmpty)
{
    /// <summary>The empty text.</summary>
    public static Fragment Empty => new([], [], true);
}
