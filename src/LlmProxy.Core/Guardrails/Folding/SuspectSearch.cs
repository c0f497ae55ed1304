using LlmProxy.Core.Guardrails.Matching.Scanning;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Tells which of several sets of patterns may have a match in a text, in one pass over its folded form.</summary>
/// <remarks>
/// Most texts are clean of nearly all that is searched for. A set that is not suspected has no match; one that is may have none
/// either. Linear time, and bounded memory: the text is read in slices. Not for two threads at once.
/// </remarks>
internal sealed class SuspectSearch : IDisposable
{
    private const int SliceBytes = 4096;

    private readonly TextFolder _folder;
    private readonly List<LaneGroup> _groups = [];

    /// <summary>Makes a search for sets that are all searched in texts folded by <paramref name="options"/>.</summary>
    public SuspectSearch(FoldOptions options) => _folder = new TextFolder(options);

    /// <summary>Reads a text.</summary>
    /// <param name="sets">The sets.</param>
    /// <param name="text">The text.</param>
    /// <param name="suspects">Is told of each set, in their order, whether it may have a match.</param>
    public void Read(IReadOnlyList<FoldedPatternSet> sets, ReadOnlySpan<byte> text, Span<bool> suspects)
    {
        try
        {
            for (var i = 0; i < sets.Count; i++)
                LaneOf(i).Begin(sets[i].Set);
            for (; !text.IsEmpty; text = text[Math.Min(text.Length, SliceBytes)..])
            {
                _folder.Feed(text[..Math.Min(text.Length, SliceBytes)]);
                ReadFolded();
            }

            _folder.Finish();
            ReadFolded();
            for (var i = 0; i < sets.Count; i++)
                suspects[i] = LaneOf(i).IsSuspect;
        }
        finally
        {
            // Whoever reads next must not find what this one left, whatever happened to it.
            foreach (var group in _groups)
                group.Clear();
            _folder.Reset();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();

    private void ReadFolded()
    {
        foreach (var group in _groups)
            group.Read(_folder.Folded);

        // Nobody asks where anything stood.
        _folder.Forget(long.MaxValue);
    }

    private Lane LaneOf(int set)
    {
        while (_groups.Count <= set / LaneGroup.Size)
            _groups.Add(new LaneGroup());
        return _groups[set / LaneGroup.Size][set % LaneGroup.Size];
    }
}
