namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Where one character leads from a set of positions.</summary>
/// <param name="Expected">The positions that the next character may match.</param>
/// <param name="Accepts">The matches that can end.</param>
internal sealed record Move(int[] Expected, AcceptRule[] Accepts)
{
    /// <summary>Nowhere.</summary>
    public static Move None { get; } = new([], []);
}
