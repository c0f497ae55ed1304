using LlmProxy.Core.Guardrails.Matching.Automata;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>All matches of all patterns from one start: exact, where the <see cref="Search"/> only suspects.</summary>
internal sealed class StartRun(LazyDfa dfa, IReadOnlyList<PatternDefinition> definitions, ConditionTable conditions)
{
    private readonly int _smallestMax = definitions.Min(definition => definition.MaxLength);
    private readonly List<Candidate> _candidates = [];
    private DfaCache _cache = dfa.Current;
    private int _value;
    private long _at;
    private bool _isOver;

    /// <summary>Where the matches begin.</summary>
    public long Start { get; private set; }

    /// <summary>Whether a start is being looked at.</summary>
    public bool IsActive { get; private set; }

    /// <summary>The ends that were found: ascending, at one end the patterns descending.</summary>
    public List<Candidate> Candidates => _candidates;

    /// <summary>How many characters were read.</summary>
    public long Steps { get; private set; }

    /// <summary>Takes a start.</summary>
    /// <param name="start">Its position.</param>
    /// <param name="previousClass">The class of the character before it.</param>
    public void Begin(long start, int previousClass)
    {
        Start = start;
        IsActive = true;
        _at = start;
        _isOver = false;
        _candidates.Clear();
        _cache = dfa.Current;
        _value = dfa.Start(ref _cache, previousClass);
    }

    /// <summary>Leaves the start.</summary>
    public void Stop() => IsActive = false;

    /// <summary>Reads on as far as a match can go.</summary>
    /// <returns>True: all ends are known. False: more text is needed.</returns>
    public bool Continue(ScanText text)
    {
        while (!_isOver)
        {
            var isIdle = (_value & StateFlags.Idle) != 0;
            var accepts = (_value & StateFlags.Accepts) != 0 ? _cache[_value].Accepts : [];
            if (isIdle && ConditionTable.NeedNoNext(accepts))
            {
                Record(accepts, -1);
                break;
            }

            if (!text.TryRead(_at, out var characterClass, out var width))
                return false;
            Record(accepts, characterClass);
            if (isIdle || characterClass < 0 || IsTooLong())
                break;
            _at += width;
            Steps++;
            var next = _cache.Table[(_value & ~StateFlags.All) + characterClass];
            _value = next != 0 ? next : dfa.Next(ref _cache, _value, characterClass);
        }

        _isOver = true;
        return true;
    }

    private bool IsTooLong() => _at - Start >= _smallestMax && _at - Start >= _cache[_value].MaxLength;

    private void Record(AcceptRule[] accepts, int nextClass)
    {
        foreach (var accept in accepts)
        {
            if (_at - Start <= definitions[accept.Pattern].MaxLength && conditions.Holds(accept.Condition, nextClass))
                _candidates.Add(new(accept.Pattern, _at));
        }
    }
}
