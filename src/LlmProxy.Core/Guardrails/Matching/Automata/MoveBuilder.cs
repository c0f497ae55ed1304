namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Puts a <see cref="Move"/> together; one step for each position, whatever their order.</summary>
/// <remarks>Used under the lock of the automaton that owns it.</remarks>
internal sealed class MoveBuilder(PositionAutomaton automaton, ClassTables tables)
{
    // The round in which a position was added last: emptying the set costs nothing.
    private readonly long[] _rounds = new long[automaton.Positions.Count];
    private readonly List<int> _expected = [];
    private readonly List<AcceptRule> _accepts = [];
    private long _round = 1;

    /// <summary>Adds where a character leads from each of <paramref name="positions"/> that matches it.</summary>
    public void Step(int[] positions, int characterClass)
    {
        var isWord = tables.IsWord(characterClass);
        foreach (var position in positions)
        {
            if (!tables.Matches(position, characterClass))
                continue;
            var matched = automaton.Positions[position];
            foreach (var follow in matched.Follow)
                Add(follow);
            foreach (var (afterWord, afterOther) in matched.Accepts)
                Add(isWord ? afterWord : afterOther);
        }
    }

    /// <summary>Adds another move.</summary>
    public void Add(Move move)
    {
        foreach (var position in move.Expected)
            Add(position);
        foreach (var accept in move.Accepts)
            Add(accept);
    }

    /// <summary>Gives what was added, positions ascending and patterns descending, and begins anew.</summary>
    public Move Take()
    {
        if (_expected.Count == 0 && _accepts.Count == 0)
            return Move.None;
        _expected.Sort();
        _accepts.Sort((a, b) => (b.Pattern, b.Condition).CompareTo((a.Pattern, a.Condition)));
        var move = new Move([.. _expected], [.. _accepts]);
        _expected.Clear();
        _accepts.Clear();
        _round++;
        return move;
    }

    private void Add(int position)
    {
        if (_rounds[position] == _round)
            return;
        _rounds[position] = _round;
        _expected.Add(position);
    }

    private void Add(AcceptRule accept)
    {
        if (!_accepts.Contains(accept))
            _accepts.Add(accept);
    }
}
