using LlmProxy.Core.Guardrails.Matching.Characters;
using LlmProxy.Core.Guardrails.Matching.Parsing;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>All patterns of a set as one automaton without empty moves.</summary>
internal sealed class PositionAutomaton
{
    private readonly List<Position> _positions = [];
    private readonly List<StartRule> _starts = [];
    private readonly ConditionList _conditions;

    /// <summary>Makes the automaton.</summary>
    /// <param name="definitions">The patterns.</param>
    /// <param name="branches">The branches of each.</param>
    /// <param name="conditions">Where conditions are collected.</param>
    /// <param name="maxCount">From which count on it may match more than the patterns do; see <see cref="FragmentBuilder"/>.</param>
    public PositionAutomaton(
        IReadOnlyList<PatternDefinition> definitions,
        IReadOnlyList<IReadOnlyList<PatternBranch>> branches,
        ConditionList conditions,
        int maxCount)
    {
        _conditions = conditions;
        for (var pattern = 0; pattern < definitions.Count; pattern++)
        {
            var builder = new FragmentBuilder(definitions[pattern].Id, pattern, _positions, maxCount);
            foreach (var branch in branches[pattern])
                Add(pattern, builder.Build(branch.Body!), branch);
        }
    }

    /// <summary>The states: a state is the character that was matched last.</summary>
    public IReadOnlyList<Position> Positions => _positions;

    /// <summary>Where matches begin.</summary>
    public IReadOnlyList<StartRule> Starts => _starts;

    private void Add(int pattern, Fragment body, PatternBranch branch)
    {
        var (afterWord, afterOther) = Conditions(branch.After, AssertionKind.Ahead);
        var accept = (new AcceptRule(pattern, _conditions.Add(afterWord)), new AcceptRule(pattern, _conditions.Add(afterOther)));
        foreach (var last in body.Last)
            _positions[last].Accepts.Add(accept);

        // Seen from the first character, backwards, the rules are the same.
        var (beforeWord, beforeOther) = Conditions(branch.Before, AssertionKind.Behind);
        foreach (var first in body.First)
        {
            if (beforeWord == beforeOther)
            {
                _starts.Add(new(first, _conditions.Add(beforeWord)));
                continue;
            }

            AddStart(_positions[first].Narrowed(CharCondition.Word.Allowed), beforeWord);
            AddStart(_positions[first].Narrowed(CharCondition.NotWord.Allowed), beforeOther);
        }
    }

    private void AddStart(Position position, CharCondition condition)
    {
        if (position.Set.IsEmpty)
            return;
        _positions.Add(position);
        _starts.Add(new(_positions.Count - 1, _conditions.Add(condition)));
    }

    /// <summary>What the character outside must be, where the one inside is a word character, and where it is none.</summary>
    private static (CharCondition InsideWord, CharCondition InsideOther) Conditions(
        IReadOnlyList<AssertionNode> assertions, AssertionKind kind)
    {
        var word = CharCondition.Always;
        var other = CharCondition.Always;
        foreach (var assertion in assertions)
        {
            var isBoundary = assertion.Kind == AssertionKind.Boundary;
            word = word.And(assertion.Kind == kind ? assertion.Condition : isBoundary ? CharCondition.NotWord : CharCondition.Word);
            other = other.And(assertion.Kind == kind ? assertion.Condition : isBoundary ? CharCondition.Word : CharCondition.NotWord);
        }

        return (word, other);
    }
}
