namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>A state: where the live matches can go on, and which can end.</summary>
/// <param name="move">The positions that the next character may match, and the matches that end here.</param>
/// <param name="startSet">The set of positions in which a match may begin here; -1 where none may.</param>
/// <param name="maxLength">The largest <see cref="PatternDefinition.MaxLength"/> of the patterns that go on; 0 without any.</param>
internal sealed class DfaState(Move move, int startSet, int maxLength)
{
    /// <summary>The positions that can come next, and the matches that end here.</summary>
    public Move Move => move;

    /// <summary>The positions that the next character may match, ascending, without those of the start set.</summary>
    public int[] Expected => move.Expected;

    /// <summary>The matches that end here, patterns descending.</summary>
    public AcceptRule[] Accepts => move.Accepts;

    /// <summary>The set of positions in which a match may begin here; -1 where none may.</summary>
    public int StartSet => startSet;

    /// <summary>The largest <see cref="PatternDefinition.MaxLength"/> of the patterns that go on; 0 without any.</summary>
    public int MaxLength => maxLength;

    /// <summary>What the state's <see cref="StateFlags"/> are.</summary>
    public int Flags => StateFlags.Known
        | (Expected.Length == 0 ? StateFlags.Idle : 0)
        | (Accepts.Length > 0 ? StateFlags.Accepts : 0);
}
