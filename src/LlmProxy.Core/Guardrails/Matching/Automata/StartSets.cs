namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>The sets of positions in which a match may begin, by the character before.</summary>
/// <remarks>
/// Characters that no condition tells apart share a set, so there are few. A searching automaton names the set in its
/// states instead of holding it in each, and takes the step from it once for each class.
/// </remarks>
internal sealed class StartSets
{
    private readonly int[] _setAfter;
    private readonly List<int[]> _sets = [];
    private readonly Dictionary<(int Set, int Class), Move> _moves = [];
    private readonly MoveBuilder _builder;

    /// <summary>Makes the sets.</summary>
    public StartSets(PositionAutomaton automaton, ClassTables tables, ConditionTable conditions, MoveBuilder builder)
    {
        _builder = builder;
        _setAfter = new int[tables.Classes + 1];
        for (var previous = -1; previous < tables.Classes; previous++)
        {
            int[] set =
            [
                .. automaton.Starts
                    .Where(start => conditions.Holds(start.Condition, previous))
                    .Select(start => start.Position).Distinct().Order(),
            ];
            var known = _sets.FindIndex(other => other.AsSpan().SequenceEqual(set));
            if (known < 0)
            {
                known = _sets.Count;
                _sets.Add(set);
            }

            _setAfter[previous + 1] = known;
        }
    }

    /// <summary>The number of the set after a character of a class; -1 is the beginning of the text.</summary>
    public int After(int previousClass) => _setAfter[previousClass + 1];

    /// <summary>The positions of a set, ascending.</summary>
    public int[] Positions(int set) => _sets[set];

    /// <summary>Where a character leads from a set.</summary>
    public Move Step(int set, int characterClass)
    {
        if (!_moves.TryGetValue((set, characterClass), out var move))
        {
            _builder.Step(_sets[set], characterClass);
            _moves[(set, characterClass)] = move = _builder.Take();
        }

        return move;
    }
}
