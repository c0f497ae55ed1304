using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Puts a <see cref="Move"/> together; one step for each position, whatever their order.</summary>
/// <remarks>
/// Nearly always a state of these positions is there already, so that looking for it must cost little: nothing is sorted and nothing
/// allocated before it is known to be new. Used under the lock of the automaton that owns it.
/// </remarks>
internal sealed class MoveBuilder
{
    private readonly PositionAutomaton _automaton;
    private readonly ClassTables _tables;
    private readonly FollowTable _follow;

    // The round in which a position was added last: emptying the set costs nothing.
    private readonly int[] _rounds;
    private readonly List<int> _expected = [];
    private readonly List<AcceptRule> _accepts = [];
    private int _round = 1;

    /// <summary>Makes a builder for an automaton.</summary>
    public MoveBuilder(PositionAutomaton automaton, ClassTables tables)
    {
        _automaton = automaton;
        _tables = tables;
        _follow = new FollowTable(automaton.Positions);
        _rounds = new int[automaton.Positions.Count];
    }

    /// <summary>The hash of what was added so far; see <see cref="MoveHash"/>.</summary>
    public ulong Hash { get; private set; }

    /// <summary>Adds where a character leads from each of <paramref name="positions"/> that matches it.</summary>
    /// <remarks>Compiled for good at once: it is needed most while the gateway is young.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Step(int[] positions, int characterClass)
    {
        var isWord = _tables.IsWord(characterClass);
        foreach (var position in positions)
        {
            if (!_tables.Matches(position, characterClass))
                continue;
            foreach (var follow in _follow.After(position))
                Add(follow);
            if (!_follow.MayEnd(position))
                continue;
            foreach (var (afterWord, afterOther) in _automaton.Positions[position].Accepts)
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

    /// <summary>Whether what was added is <paramref name="move"/>.</summary>
    public bool IsSame(Move move)
    {
        if (move.Expected.Length != _expected.Count || move.Accepts.Length != _accepts.Count)
            return false;
        foreach (var position in move.Expected)
        {
            if (_rounds[position] != _round)
                return false;
        }

        foreach (var accept in move.Accepts)
        {
            if (!_accepts.Contains(accept))
                return false;
        }

        return true;
    }

    /// <summary>Gives what was added, positions ascending and patterns descending, and begins anew.</summary>
    public Move Take()
    {
        var move = Move.None;
        if (_expected.Count > 0 || _accepts.Count > 0)
        {
            _expected.Sort();
            _accepts.Sort((a, b) => (b.Pattern, b.Condition).CompareTo((a.Pattern, a.Condition)));
            move = new Move([.. _expected], [.. _accepts]);
        }

        Clear();
        return move;
    }

    /// <summary>Begins anew.</summary>
    public void Clear()
    {
        _expected.Clear();
        _accepts.Clear();
        Hash = 0;
        if (_round == int.MaxValue)
        {
            Array.Clear(_rounds);
            _round = 0;
        }

        _round++;
    }

    private void Add(int position)
    {
        if (_rounds[position] == _round)
            return;
        _rounds[position] = _round;
        _expected.Add(position);
        Hash += MoveHash.Of(position);
    }

    private void Add(AcceptRule accept)
    {
        if (_accepts.Contains(accept))
            return;
        _accepts.Add(accept);
        Hash += MoveHash.Of(accept);
    }
}
