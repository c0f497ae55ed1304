namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>A deterministic automaton whose states are made when a text first needs them.</summary>
/// <remarks>
/// <para>
/// The subset construction (Rabin and Scott 1959), lazily as in Thompson's matcher (1968) and in RE2: a state is a set of
/// positions, and each character of a text is one look-up. What is not known yet is computed in time bounded by the
/// number of positions, so a text takes linear time whatever it is.
/// </para>
/// <para>
/// States are shared by all scanners. When a cache is full it is left to whoever uses it, and a new one begins: a
/// scanner moves over when it next needs a new state.
/// </para>
/// </remarks>
internal sealed class LazyDfa
{
    /// <summary>The bound of a cache by default: a table of 8 MiB.</summary>
    public const int DefaultMaxEntries = 2 * 1024 * 1024;

    private readonly PositionAutomaton _automaton;
    private readonly ClassTables _tables;
    private readonly IReadOnlyList<PatternDefinition> _definitions;
    private readonly bool _restarts;
    private readonly int _maxEntries;
    private readonly Lock _lock = new();
    private readonly MoveBuilder _builder;
    private readonly StartSets _starts;
    private volatile DfaCache _current;

    /// <summary>Makes an automaton without states.</summary>
    /// <param name="automaton">The positions.</param>
    /// <param name="tables">Which classes their sets have.</param>
    /// <param name="conditions">Which conditions are true of which characters.</param>
    /// <param name="definitions">The patterns.</param>
    /// <param name="restarts">Whether a match may begin at every character, or only at the first.</param>
    /// <param name="maxEntries">The most transitions that are kept.</param>
    public LazyDfa(
        PositionAutomaton automaton,
        ClassTables tables,
        ConditionTable conditions,
        IReadOnlyList<PatternDefinition> definitions,
        bool restarts,
        int maxEntries = DefaultMaxEntries)
    {
        _automaton = automaton;
        _tables = tables;
        _definitions = definitions;
        _restarts = restarts;
        _maxEntries = maxEntries;
        _builder = new MoveBuilder(automaton, tables);
        _starts = new StartSets(automaton, tables, conditions, _builder);
        _current = new DfaCache(tables.Classes, maxEntries);
    }

    /// <summary>The cache that new scanners use.</summary>
    public DfaCache Current => _current;

    /// <summary>How many states were put together: what was no plain look-up.</summary>
    public long StatesMade { get; private set; }

    /// <summary>The value of the state in which a match may begin.</summary>
    /// <param name="cache">A cache of this automaton; replaced if it is full.</param>
    /// <param name="previousClass">The class of the character before; -1 at the beginning of the text.</param>
    public int Start(ref DfaCache cache, int previousClass)
    {
        var value = Volatile.Read(ref cache.Starts[previousClass + 1]);
        if (value != 0)
            return value;
        lock (_lock)
        {
            try
            {
                var set = _starts.After(previousClass);
                if (!_restarts)
                    _builder.Add(new Move(_starts.Positions(set), []));
                value = Take(ref cache, _restarts ? set : -1);
            }
            catch
            {
                _builder.Clear();
                throw;
            }

            Volatile.Write(ref cache.Starts[previousClass + 1], value);
            return value;
        }
    }

    /// <summary>The value of the state after a character, where the table did not have it.</summary>
    /// <param name="cache">The cache that <paramref name="value"/> is of; replaced if it is full.</param>
    /// <param name="value">The state before.</param>
    /// <param name="characterClass">The character's class.</param>
    public int Next(ref DfaCache cache, int value, int characterClass)
    {
        lock (_lock)
        {
            var from = cache;
            var entry = (value & ~StateFlags.All) + characterClass;
            var next = from.Table[entry];
            if (next != 0)
                return next;

            try
            {
                var state = from[value];
                if (state.StartSet >= 0)
                    _builder.Add(_starts.Step(state.StartSet, characterClass));
                _builder.Step(state.Expected, characterClass);
                next = Take(ref cache, _restarts ? _starts.After(characterClass) : -1);
            }
            catch
            {
                // All scanners share the builder: what is left in it would be in the next one's state.
                _builder.Clear();
                throw;
            }

            if (ReferenceEquals(from, cache))
                Volatile.Write(ref from.Table[entry], next);
            return next;
        }
    }

    /// <summary>The value of the state of what the builder has.</summary>
    private int Take(ref DfaCache cache, int startSet)
    {
        StatesMade++;
        var value = cache.Find(_builder, startSet);
        if (value == 0 && !ReferenceEquals(cache, _current) && cache.IsFull && _current.Find(_builder, startSet) is > 0 and var other)
        {
            cache = _current;
            value = other;
        }

        if (value == 0)
            return Add(ref cache, _builder.Take(), startSet);
        _builder.Clear();
        return value;
    }

    private int Add(ref DfaCache cache, Move move, int startSet)
    {
        var maxLength = 0;
        foreach (var position in move.Expected)
            maxLength = Math.Max(maxLength, _definitions[_automaton.Positions[position].Pattern].MaxLength);
        var state = new DfaState(move, startSet, maxLength);
        var value = cache.TryAdd(state);
        if (value != 0)
            return value;

        // Full. The current one may have room, if it is another; an empty one always has.
        if (ReferenceEquals(cache, _current))
            _current = new DfaCache(_tables.Classes, _maxEntries);
        cache = _current;
        value = cache.TryAdd(state);
        if (value == 0)
        {
            cache = _current = new DfaCache(_tables.Classes, _maxEntries);
            value = cache.TryAdd(state);
        }

        return value;
    }
}
