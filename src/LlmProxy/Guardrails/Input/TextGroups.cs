using LlmProxy.Core.Guardrails.Requests;

namespace LlmProxy.Guardrails.Input;

/// <summary>Which texts of a request are parts of one, found in one pass over them.</summary>
internal sealed class TextGroups
{
    private readonly int[] _after;
    private readonly bool[] _goesOn;

    /// <param name="texts">All texts of the request, in their order.</param>
    public TextGroups(IReadOnlyList<RequestText> texts)
    {
        _after = new int[texts.Count];
        _goesOn = new bool[texts.Count];
        Array.Fill(_after, -1);
        var last = new Dictionary<int, int>();
        for (var i = 0; i < _after.Length; i++)
        {
            if (last.TryGetValue(texts[i].Group, out var before))
            {
                _after[before] = i;
                _goesOn[i] = true;
            }

            last[texts[i].Group] = i;
        }
    }

    /// <summary>Whether no part of the same text comes before this one.</summary>
    public bool IsFirst(int text) => !_goesOn[text];

    /// <summary>The next part of the same text; -1: there is none.</summary>
    public int After(int text) => _after[text];
}
