using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>Which conditions are true of which neighbours: one look-up each.</summary>
internal sealed class ConditionTable
{
    private readonly bool[][] _holds;

    /// <summary>Makes the table; the first condition is the one that is always true.</summary>
    public ConditionTable(Alphabet alphabet, IReadOnlyList<CharCondition> conditions) => _holds =
    [
        .. conditions.Select(condition => (bool[])
        [
            condition.AllowsEdge,
            .. Enumerable.Range(0, alphabet.Count).Select(c => alphabet.IsIn(condition.Allowed, c)),
        ]),
    ];

    /// <summary>Whether a condition is true of a neighbour of a class; -1 is the edge of the text.</summary>
    public bool Holds(int condition, int neighbourClass) => _holds[condition][neighbourClass + 1];

    /// <summary>Whether none of the rules asks for the character that follows.</summary>
    public static bool NeedNoNext(AcceptRule[] accepts)
    {
        foreach (var accept in accepts)
        {
            if (accept.Condition != 0)
                return false;
        }

        return true;
    }
}
