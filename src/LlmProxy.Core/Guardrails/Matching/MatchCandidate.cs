namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>A match that waits for its validator. All bytes are UTF-8 as they were scanned: folded, where text is folded first.</summary>
public readonly ref struct MatchCandidate
{
    /// <summary>The most bytes before a match that a validator is shown: 64.</summary>
    public const int MaxBefore = 64;

    /// <summary>The most bytes after a match that a validator may ask for: 64.</summary>
    public const int MaxAfter = 64;

    /// <summary>Makes a candidate, as a test of a validator needs it.</summary>
    /// <param name="match">What the pattern matched.</param>
    /// <param name="before">What stands before it.</param>
    /// <param name="after">What stands after it.</param>
    public MatchCandidate(ReadOnlySpan<byte> match, ReadOnlySpan<byte> before = default, ReadOnlySpan<byte> after = default)
    {
        Match = match;
        Before = before;
        After = after;
    }

    /// <summary>What the pattern matched, never empty, whole characters.</summary>
    public ReadOnlySpan<byte> Match { get; }

    /// <summary>Up to <see cref="MaxBefore"/> bytes before the match; the first character may be cut.</summary>
    public ReadOnlySpan<byte> Before { get; }

    /// <summary>The bytes after the match that <see cref="IMatchValidator.AfterBytes"/> asked for; the last character may be cut.</summary>
    public ReadOnlySpan<byte> After { get; }
}
