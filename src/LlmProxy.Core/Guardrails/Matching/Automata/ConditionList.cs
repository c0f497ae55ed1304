using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>The conditions on neighbours that a set of patterns has, each once; the first one is always true.</summary>
internal sealed class ConditionList
{
    private readonly List<CharCondition> _conditions = [CharCondition.Always];
    private readonly Dictionary<CharCondition, int> _known = new() { [CharCondition.Always] = 0 };

    /// <summary>The conditions.</summary>
    public IReadOnlyList<CharCondition> All => _conditions;

    /// <summary>The index of a condition, which is added if it is new.</summary>
    public int Add(CharCondition condition)
    {
        if (!_known.TryGetValue(condition, out var index))
        {
            _known[condition] = index = _conditions.Count;
            _conditions.Add(condition);
        }

        return index;
    }
}
