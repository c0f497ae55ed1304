namespace LlmProxy.Core.Guardrails.Matching.Automata;

/// <summary>The states of a <see cref="LazyDfa"/> that texts have needed so far, and their transitions.</summary>
/// <remarks>
/// Read without a lock: entries of <see cref="Table"/> only ever turn from 0 into their one value, and an array that has
/// become too small stays right for whoever still holds it. Written under the lock of the owner.
/// </remarks>
internal sealed class DfaCache
{
    private const int FirstStates = 32;

    private readonly int _stride;
    private readonly int _maxStates;
    // By the hash of a state; where two states have the same, the second stands at the next number that is free.
    private readonly Dictionary<ulong, int> _known = [];
    private readonly int[] _starts;
    private volatile int[] _table;
    private volatile DfaState[] _states;
    private int _count;

    /// <summary>Makes an empty cache.</summary>
    /// <param name="classes">How many classes of characters there are.</param>
    /// <param name="maxEntries">The most transitions; at the bound <see cref="TryAdd"/> adds no more.</param>
    public DfaCache(int classes, int maxEntries)
    {
        // A multiple of 8 leaves the low bits of a row for the flags.
        _stride = (classes + StateFlags.All) & ~StateFlags.All;
        _maxStates = Math.Max(maxEntries / _stride, FirstStates);
        _starts = new int[classes + 1];
        _table = new int[FirstStates * _stride];
        _states = new DfaState[FirstStates];
    }

    /// <summary>The transitions: at a state's row plus a class, the value of the next state; 0 where it is not known yet.</summary>
    public int[] Table => _table;

    /// <summary>How many states there are.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether no state can be added any more.</summary>
    public bool IsFull => _count == _maxStates;

    /// <summary>The values of start states, by the class of the character before plus 1; the first is for the text's beginning.</summary>
    public int[] Starts => _starts;

    /// <summary>The state of a value.</summary>
    public DfaState this[int value] => _states[(value & ~StateFlags.All) / _stride];

    /// <summary>Finds a state.</summary>
    /// <param name="move">What it is of.</param>
    /// <param name="startSet">See <see cref="DfaState.StartSet"/>.</param>
    /// <returns>Its value; 0 if it is new.</returns>
    public int Find(MoveBuilder move, int startSet)
    {
        for (var key = KeyOf(move.Hash, startSet); _known.TryGetValue(key, out var value); key++)
        {
            if (this[value] is var state && state.StartSet == startSet && move.IsSame(state.Move))
                return value;
        }

        return 0;
    }

    /// <summary>Adds a state that is new.</summary>
    /// <returns>Its value; 0 if there is no room.</returns>
    public int TryAdd(DfaState state)
    {
        if (_count == _maxStates)
            return 0;
        if (_count == _states.Length)
            Grow();

        var value = (_count * _stride) | state.Flags;
        _states[_count] = state;
        var key = KeyOf(MoveHash.Of(state.Move), state.StartSet);
        while (!_known.TryAdd(key, value))
            key++;
        Volatile.Write(ref _count, _count + 1);
        return value;
    }

    private static ulong KeyOf(ulong moveHash, int startSet) => moveHash + ((ulong)(uint)startSet << 40);

    private void Grow()
    {
        var states = Math.Min(_count * 2, _maxStates);
        var table = new int[states * _stride];
        _table.CopyTo(table, 0);
        var larger = new DfaState[states];
        _states.CopyTo(larger, 0);
        _states = larger;
        _table = table;
    }
}
