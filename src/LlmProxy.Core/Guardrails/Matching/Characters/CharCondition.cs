namespace LlmProxy.Core.Guardrails.Matching.Characters;

/// <summary>What must be true of the character beside a match.</summary>
/// <param name="Allowed">The characters that may stand there.</param>
/// <param name="AllowsEdge">Whether the text may begin or end there.</param>
internal sealed record CharCondition(CharSet Allowed, bool AllowsEdge)
{
    /// <summary>Anything may stand there.</summary>
    public static CharCondition Always { get; } = new(CharSet.All, true);

    /// <summary>No word character may: what makes a boundary beside a word character.</summary>
    public static CharCondition NotWord { get; } = new(UnicodeSets.Word.Complement(), true);

    /// <summary>A word character must.</summary>
    public static CharCondition Word { get; } = new(UnicodeSets.Word, false);

    /// <summary>Both conditions at once.</summary>
    public CharCondition And(CharCondition other) =>
        this == Always ? other : other == Always ? this
            : new(Allowed.Intersect(other.Allowed), AllowsEdge && other.AllowsEdge);
}
