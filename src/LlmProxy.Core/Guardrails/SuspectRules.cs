using LlmProxy.Core.Guardrails.Folding;

namespace LlmProxy.Core.Guardrails;

/// <summary>Which rules may find something in a whole text: known of those that are made of patterns after one pass for all of them.</summary>
/// <remarks>
/// Rules whose texts are folded in the same way share a pass; one that is alone in that, or is made of something else, is always asked. Where
/// the pass fails all are asked: the failure is no guard's, and each one's own search tells whether that fails too.
/// </remarks>
internal sealed class SuspectRules : IDisposable
{
    private readonly bool[] _isSuspect;
    private readonly List<int> _rules = [];
    private readonly List<FoldedPatternSet> _sets = [];
    private readonly bool[] _found;
    private SuspectSearch? _search;

    /// <param name="rules">The rules.</param>
    public SuspectRules(SpanRule[] rules)
    {
        _isSuspect = new bool[rules.Length];
        Array.Fill(_isSuspect, true);
        for (var i = 0; i < rules.Length; i++)
        {
            if (rules[i].Scanner.Patterns is not { } patterns || (_sets.Count > 0 && patterns.Options != _sets[0].Options))
                continue;
            _rules.Add(i);
            _sets.Add(patterns);
        }

        _found = new bool[_sets.Count];
        _search = _sets.Count > 1 ? _sets[0].RentSearch() : null;
    }

    /// <summary>Whether a rule may find something in the text that was read last.</summary>
    public bool this[int rule] => _isSuspect[rule];

    /// <summary>Reads a text.</summary>
    public void Read(ReadOnlySpan<byte> text)
    {
        if (_search is null)
            return;
        try
        {
            _search.Read(_sets, text, _found);
        }
        catch (Exception)
        {
            Array.Fill(_found, true);
        }

        for (var i = 0; i < _found.Length; i++)
            _isSuspect[_rules[i]] = _found[i];
    }

    /// <summary>Gives back what was rented, once: a search that came back twice would serve two requests at a time. From then on all are suspect.</summary>
    public void Dispose()
    {
        if (_search is not { } search)
            return;
        _search = null;
        Array.Fill(_isSuspect, true);
        _sets[0].Return(search);
    }
}
