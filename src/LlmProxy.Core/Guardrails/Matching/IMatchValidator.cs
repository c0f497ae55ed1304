namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>Judges what a pattern has matched: a checksum, a range, a label before a number.</summary>
/// <remarks>
/// <para>
/// One instance serves all texts at once, so an implementation keeps no state, and gives the same verdict for the same
/// bytes. It is called with the match, at most <see cref="MatchCandidate.MaxBefore"/> bytes before it and exactly
/// <see cref="AfterBytes"/> bytes after it (fewer only where the text begins or ends), however the text was cut into
/// chunks. It must not throw and should not allocate.
/// </para>
/// <para>
/// A rejected match hides nothing: at the same start the next shorter match of the pattern is judged, up to
/// <see cref="PatternDefinition.MaxTries"/> of them, then the search goes on at the next character. Other patterns are
/// not touched by it.
/// </para>
/// </remarks>
public interface IMatchValidator
{
    /// <summary>How many bytes after a match must be known to judge it, 0 to <see cref="MatchCandidate.MaxAfter"/>; 0 by default.</summary>
    /// <remarks>They are waited for, so text is held back that much longer, though only behind a match.</remarks>
    int AfterBytes => 0;

    /// <summary>Judges one match.</summary>
    MatchVerdict Judge(in MatchCandidate candidate);
}
