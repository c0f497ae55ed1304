namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Holds a text to its end, and takes all of it for one finding; of a text in parts each part.</summary>
internal sealed class WholeTextScanner : ISpanScanner
{
    private long _length;
    private long _start;
    private bool _isOver;

    public long SafeOffset => _isOver ? _length : _start;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found) => _length += utf8.Length;

    public void EndPart(List<GuardSpan> found)
    {
        if (_length > _start)
            found.Add(new GuardSpan(_start, (int)(_length - _start), "ANSWER"));
        _start = _length;
    }

    public void Finish(List<GuardSpan> found)
    {
        EndPart(found);
        _isOver = true;
    }

    public void Reset()
    {
        _length = _start = 0;
        _isOver = false;
    }

    public void Dispose() => Reset();
}
