namespace LlmProxy.Core.Guardrails;

/// <summary>Two scanners over one text.</summary>
internal sealed class JoinedSpanScanner(ISpanScanner first, ISpanScanner second) : ISpanScanner
{
    private const int Behind = 1 << 20;

    private readonly List<GuardSpan> _second = [];

    public long SafeOffset => Math.Min(first.SafeOffset, second.SafeOffset);

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        first.Feed(utf8, found);
        second.Feed(utf8, _second);
        Tell(found);
    }

    public void Finish(List<GuardSpan> found)
    {
        first.Finish(found);
        second.Finish(_second);
        Tell(found);
    }

    public void Reset()
    {
        first.Reset();
        second.Reset();
        _second.Clear();
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
    }

    private void Tell(List<GuardSpan> found)
    {
        foreach (var span in _second)
            found.Add(span with { Rank = span.Rank + Behind });
        _second.Clear();
    }
}
