using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Which classes of characters the positions of an automaton match: one look-up each.</summary>
internal sealed class ClassTables
{
    // A row for each set, and for each position its row's beginning: sets are few, and their rows lie together.
    private readonly bool[] _rows;
    private readonly int[] _rowOf;
    private readonly int _wordRow;

    /// <summary>Makes the tables.</summary>
    public ClassTables(Alphabet alphabet, PositionAutomaton automaton)
    {
        Classes = alphabet.Count;
        var known = new Dictionary<CharSet, int>();
        var rows = new List<bool>();
        _rowOf = [.. automaton.Positions.Select(position => Row(position.Set))];
        _wordRow = Row(UnicodeSets.Word);
        _rows = [.. rows];

        int Row(CharSet set)
        {
            if (!known.TryGetValue(set, out var row))
            {
                known[set] = row = rows.Count;
                rows.AddRange(Enumerable.Range(0, Classes).Select(c => alphabet.IsIn(set, c)));
            }

            return row;
        }
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Whether a position matches the characters of a class.</summary>
    public bool Matches(int position, int characterClass) => _rows[_rowOf[position] + characterClass];

    /// <summary>Whether the characters of a class are word characters.</summary>
    public bool IsWord(int characterClass) => _rows[_wordRow + characterClass];
}
