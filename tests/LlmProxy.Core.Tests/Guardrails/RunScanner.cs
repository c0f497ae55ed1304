using LlmProxy.Core.Guardrails;

namespace LlmProxy.Core.Tests.Guardrails;

/// <summary>Finds runs of at least <paramref name="least"/> bytes that <paramref name="isPart"/> takes; a run is decided when it ends.</summary>
internal sealed class RunScanner(string type, int least, Func<byte, bool> isPart) : ISpanScanner
{
    private long _length;
    private int _run;

    public long SafeOffset => _length - _run;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        foreach (var b in utf8)
        {
            if (isPart(b))
                _run++;
            else
                End(found);
            _length++;
        }
    }

    public void Finish(List<GuardSpan> found) => End(found);

    public void Reset()
    {
        _length = 0;
        _run = 0;
    }

    public void Dispose() => Reset();

    private void End(List<GuardSpan> found)
    {
        if (_run >= least)
            found.Add(new GuardSpan(_length - _run, _run, type));
        _run = 0;
    }
}
