using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails;

/// <summary>Tells the matches of patterns in a folded text as findings in the raw one.</summary>
/// <remarks>
/// A match that goes on is told when it ends, and is held until then; its pattern bounds that. The scanner of the patterns is rented
/// for the first text: many a guard sees none.
/// </remarks>
internal sealed class FoldedSpanScanner(FoldedPatternSet patterns, IReadOnlyList<string> types) : ISpanScanner
{
    private readonly List<long> _open = [];
    private FoldedScanner? _scanner;
    private bool _isDisposed;

    public FoldedPatternSet? Patterns => patterns;

    public long SafeOffset
    {
        get
        {
            var safe = _scanner?.SafeLength ?? 0;
            foreach (var start in _open)
                safe = Math.Min(safe, start);
            return safe;
        }
    }

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        var scanner = Rented();
        scanner.Feed(utf8);
        Tell(scanner, found);
    }

    public void Finish(List<GuardSpan> found)
    {
        var scanner = Rented();
        scanner.Finish();
        Tell(scanner, found);
    }

    public void Reset()
    {
        _open.Clear();
        _scanner?.Reset();
    }

    public void Dispose()
    {
        // What is given back must not be used any more, whoever disposes twice.
        if (_isDisposed)
            return;
        _isDisposed = true;
        _scanner?.Dispose();
    }

    private FoldedScanner Rented()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _scanner ??= patterns.RentScanner();
    }

    private void Tell(FoldedScanner scanner, List<GuardSpan> found)
    {
        foreach (ref readonly var match in scanner.Matches)
        {
            if (match.Phase == PatternMatchPhase.Opened)
            {
                _open.Add(match.Start);
                continue;
            }

            if (match.Phase == PatternMatchPhase.Closed)
                _open.Remove(match.Start);
            found.Add(new GuardSpan(match.Start, (int)(match.End - match.Start), types[match.Pattern]) { Rank = match.Pattern });
        }
    }
}
