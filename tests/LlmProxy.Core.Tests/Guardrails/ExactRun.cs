using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

/// <summary>Finds runs of exactly so many bytes.</summary>
internal sealed class ExactRun(string type, int length, Func<byte, bool> isPart) : ISpanScanner
{
    private readonly RunScanner _runs = new(type, length, isPart);
    private readonly List<GuardSpan> _told = [];

    public long SafeOffset => _runs.SafeOffset;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        _runs.Feed(utf8, _told);
        Keep(found);
    }

    public void Finish(List<GuardSpan> found)
    {
        _runs.Finish(_told);
        Keep(found);
    }

    public void Reset() => _runs.Reset();

    public void Dispose() => _runs.Dispose();

    private void Keep(List<GuardSpan> found)
    {
        found.AddRange(_told.Where(span => span.Length == length));
        _told.Clear();
    }
}
