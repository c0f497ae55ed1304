namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Where the bytes of a folded text stand in the raw one.</summary>
/// <remarks>Segments of the text that is still needed, in order; a text that needed no folding is one segment.</remarks>
internal sealed class FoldMap
{
    private const int KeptSegments = 64;

    private readonly List<FoldSegment> _segments = [];

    /// <summary>How many segments are kept.</summary>
    public int Count => _segments.Count;

    /// <summary>Begins another text.</summary>
    public void Clear()
    {
        _segments.Clear();

        // A text that was disguised throughout does not decide how much is kept for the next ones.
        if (_segments.Capacity > KeptSegments)
            _segments.Capacity = 0;
    }

    /// <summary>Adds a piece of the text.</summary>
    public void Add(in FoldSegment next)
    {
        if (_segments.Count > 0 && next.IsSame && _segments[^1] is { IsSame: true } last
            && last.FoldedEnd == next.Folded && last.RawEnd == next.Raw)
            _segments[^1] = last with { FoldedLength = last.FoldedLength + next.FoldedLength, RawLength = last.RawLength + next.RawLength };
        else
            _segments.Add(next);
    }

    /// <summary>The raw position of a folded byte; for one behind the last, the raw position behind what that was.</summary>
    public long StartOf(long folded)
    {
        var segment = Find(folded);
        return segment.IsSame || folded >= segment.FoldedEnd
            ? segment.Raw + Math.Min(folded - segment.Folded, segment.RawLength)
            : segment.Raw;
    }

    /// <summary>The raw position behind the byte that ends at a folded position.</summary>
    public long EndOf(long folded)
    {
        var segment = Find(folded - 1);
        return segment.IsSame ? segment.Raw + (folded - segment.Folded) : segment.RawEnd;
    }

    /// <summary>Forgets what ends at or before a folded position.</summary>
    public void Forget(long folded)
    {
        var count = 0;
        while (count < _segments.Count && _segments[count].FoldedEnd <= folded)
            count++;
        if (count > 0)
            _segments.RemoveRange(0, count);
    }

    private FoldSegment Find(long folded)
    {
        var low = 0;
        var high = _segments.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (_segments[middle].Folded <= folded)
                low = middle;
            else
                high = middle - 1;
        }

        return _segments[low];
    }
}
