namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Holds a text to its end, and takes all of it for one finding.</summary>
internal sealed class WholeTextScanner : ISpanScanner
{
    private long _length;
    private bool _isOver;

    public long SafeOffset => _isOver ? _length : 0;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found) => _length += utf8.Length;

    public void Finish(List<GuardSpan> found)
    {
        _isOver = true;
        if (_length > 0)
            found.Add(new GuardSpan(0, (int)_length, "ANSWER"));
    }

    public void Reset()
    {
        _length = 0;
        _isOver = false;
    }

    public void Dispose() => Reset();
}
