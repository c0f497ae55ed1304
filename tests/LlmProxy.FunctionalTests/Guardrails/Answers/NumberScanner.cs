using LlmProxy.Core.Guardrails;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>Finds numbers of three digits and more.</summary>
internal sealed class NumberScanner : ISpanScanner
{
    private long _length;
    private int _run;

    public long SafeOffset => _length - _run;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        foreach (var b in utf8)
        {
            if (char.IsAsciiDigit((char)b))
                _run++;
            else
                End(found);
            _length++;
        }
    }

    public void Finish(List<GuardSpan> found) => End(found);

    public void Reset() => _length = _run = 0;

    public void Dispose() => Reset();

    private void End(List<GuardSpan> found)
    {
        if (_run >= 3)
            found.Add(new GuardSpan(_length - _run, _run, "NUMBER"));
        _run = 0;
    }
}
