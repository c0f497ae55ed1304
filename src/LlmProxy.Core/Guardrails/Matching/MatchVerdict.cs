namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>What a validator says about a match: no, yes, or yes to a part of it.</summary>
/// <remarks>
/// A part serves patterns that need more than they report: <c>password: hunter2</c> is matched, <c>hunter2</c> is meant.
/// </remarks>
public readonly record struct MatchVerdict
{
    private MatchVerdict(bool isAccepted, int start, int length)
    {
        IsAccepted = isAccepted;
        Start = start;
        Length = length;
    }

    /// <summary>It is not what the pattern looks for.</summary>
    public static MatchVerdict Reject => default;

    /// <summary>It is, as a whole.</summary>
    public static MatchVerdict Accept => new(true, 0, -1);

    /// <summary>Whether the match counts.</summary>
    public bool IsAccepted { get; }

    /// <summary>Where the part begins, in bytes from the match's first; 0 for the whole.</summary>
    public int Start { get; }

    /// <summary>How many bytes the part has; -1 means all to the end of the match.</summary>
    public int Length { get; }

    /// <summary>A part of it is.</summary>
    /// <param name="start">Bytes from the match's first; a character's first byte.</param>
    /// <param name="length">At least 1 byte; whole characters, inside the match.</param>
    /// <exception cref="ArgumentOutOfRangeException">A negative start, or no length.</exception>
    public static MatchVerdict AcceptPart(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new(true, start, length);
    }
}
