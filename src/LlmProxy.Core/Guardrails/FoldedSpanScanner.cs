using LlmProxy.Core.Guardrails.Folding;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails;

/// <summary>Tells the matches of patterns in a folded text as findings in the raw one.</summary>
/// <remarks>A match that goes on is told when it ends, and is held until then; its pattern bounds that.</remarks>
internal sealed class FoldedSpanScanner(FoldedScanner scanner, IReadOnlyList<string> types) : ISpanScanner
{
    private readonly List<long> _open = [];
    private bool _isDisposed;

    public long SafeOffset
    {
        get
        {
            var safe = scanner.SafeLength;
            foreach (var start in _open)
                safe = Math.Min(safe, start);
            return safe;
        }
    }

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        scanner.Feed(utf8);
        Tell(found);
    }

    public void Finish(List<GuardSpan> found)
    {
        scanner.Finish();
        Tell(found);
    }

    public void Reset()
    {
        _open.Clear();
        scanner.Reset();
    }

    public void Dispose()
    {
        // What is given back must not be used any more, whoever disposes twice.
        if (_isDisposed)
            return;
        _isDisposed = true;
        scanner.Dispose();
    }

    private void Tell(List<GuardSpan> found)
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
