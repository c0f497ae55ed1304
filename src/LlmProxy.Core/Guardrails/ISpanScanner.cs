using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Guardrails;

/// <summary>Looks for one guard's findings in one text that comes in pieces.</summary>
/// <remarks>
/// What it tells does not depend on how the text was cut, not even inside of a code point: for every cut the spans are those of the
/// whole text. It allocates nothing for a piece in which nothing begins. One instance serves one text at a time and one thread.
/// </remarks>
public interface ISpanScanner : IDisposable
{
    /// <summary>The patterns, if the scanner finds their matches and nothing else: a text in which they have none needs not be fed; <c>null</c>: no one else can tell.</summary>
    FoldedPatternSet? Patterns => null;

    /// <summary>
    /// The offset before which the text is judged: no span that is told later begins before it. It never goes back, and is at most the
    /// length of the text so far; the bytes from it to there are those that could still be part of a finding.
    /// </summary>
    long SafeOffset { get; }

    /// <summary>Takes the text's next bytes, and adds the spans that are decided by now to <paramref name="found"/>, in any order.</summary>
    void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found);

    /// <summary>The text ends: adds what its end decides. Afterwards <see cref="SafeOffset"/> is the text's length.</summary>
    void Finish(List<GuardSpan> found);

    /// <summary>Takes note of a whole text that was not fed, since <see cref="Patterns"/> have no match in it.</summary>
    void Pass(ReadOnlySpan<byte> utf8)
    {
    }

    /// <summary>A part of the text ends, behind which it goes on: adds what that decides. A scanner that looks at the text alone needs not know.</summary>
    void EndPart(List<GuardSpan> found)
    {
    }

    /// <summary>Begins a new text.</summary>
    void Reset();
}
