using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Which classes of characters the positions of an automaton match: one look-up each.</summary>
internal sealed class ClassTables
{
    private readonly bool[][] _matches;
    private readonly bool[] _word;

    /// <summary>Makes the tables.</summary>
    public ClassTables(Alphabet alphabet, PositionAutomaton automaton)
    {
        Classes = alphabet.Count;
        var known = new Dictionary<CharSet, bool[]>();
        _matches = [.. automaton.Positions.Select(position => Row(position.Set))];
        _word = Row(UnicodeSets.Word);

        bool[] Row(CharSet set)
        {
            if (!known.TryGetValue(set, out var row))
                known[set] = row = [.. Enumerable.Range(0, Classes).Select(c => alphabet.IsIn(set, c))];
            return row;
        }
    }

    /// <summary>How many classes there are.</summary>
    public int Classes { get; }

    /// <summary>Whether a position matches the characters of a class.</summary>
    public bool Matches(int position, int characterClass) => _matches[position][characterClass];

    /// <summary>Whether the characters of a class are word characters.</summary>
    public bool IsWord(int characterClass) => _word[characterClass];
}
