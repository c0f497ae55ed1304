namespace LlmProxy.Core.Guardrails.Masking;

/// <summary>Finds the placeholders in an answer that stand for something, in any case and cut anywhere.</summary>
/// <remarks>At most <see cref="MaskForm.MaxLength"/> bytes are held. A placeholder of which nothing is known is text like any other.</remarks>
internal sealed class PlaceholderScanner(IMaskLookup masks) : ISpanScanner
{
    private readonly byte[] _candidate = new byte[MaskForm.MaxLength];
    private long _length;
    private int _count;

    public long SafeOffset => _length - _count;

    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        while (!utf8.IsEmpty)
        {
            if (_count == 0)
            {
                var next = utf8.IndexOf((byte)'<');
                _length += next < 0 ? utf8.Length : next;
                if (next < 0)
                    return;
                utf8 = utf8[next..];
            }

            Take(utf8[0], found);
            utf8 = utf8[1..];
        }
    }

    public void Finish(List<GuardSpan> found) => _count = 0;

    public void Reset()
    {
        _length = 0;
        _count = 0;
    }

    public void Dispose() => Reset();

    private void Take(byte next, List<GuardSpan> found)
    {
        _length++;
        if (next == '<')
        {
            _candidate[0] = next;
            _count = 1;
        }
        else if (_count < MaskForm.MaxLength && (next == '>' || MaskForm.IsPart(next)))
        {
            _candidate[_count++] = next;
            if (next == '>')
                End(found);
        }
        else
        {
            _count = 0;
        }
    }

    private void End(List<GuardSpan> found)
    {
        Span<byte> normal = stackalloc byte[MaskForm.MaxLength];
        normal = normal[..MaskForm.Normalize(_candidate.AsSpan(0, _count), normal)];
        if (masks.TryGetValue(normal, out _))
            found.Add(new GuardSpan(_length - _count, _count, MaskForm.SpanType));
        _count = 0;
    }
}
