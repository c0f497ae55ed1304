namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Which positions come after which, all in one array: positions that are looked at together lie together.</summary>
internal sealed class FollowTable
{
    // Where those of each position begin; the last entry is the end of all.
    private readonly int[] _starts;
    private readonly int[] _follow;
    private readonly bool[] _mayEnd;

    /// <summary>Makes the table.</summary>
    public FollowTable(IReadOnlyList<Position> positions)
    {
        _starts = new int[positions.Count + 1];
        _mayEnd = new bool[positions.Count];
        for (var i = 0; i < positions.Count; i++)
        {
            _starts[i + 1] = _starts[i] + positions[i].Follow.Count;
            _mayEnd[i] = positions[i].Accepts.Count > 0;
        }

        _follow = new int[_starts[^1]];
        for (var i = 0; i < positions.Count; i++)
            positions[i].Follow.CopyTo(_follow, _starts[i]);
    }

    /// <summary>The positions that can come next.</summary>
    public ReadOnlySpan<int> After(int position) => _follow.AsSpan(_starts[position].._starts[position + 1]);

    /// <summary>Whether a match can end with a position.</summary>
    public bool MayEnd(int position) => _mayEnd[position];
}
