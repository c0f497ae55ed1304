using LlmProxy.Core.Guardrails.Matching.Automata;
using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>One of the searches that read a text side by side.</summary>
/// <remarks>A lane in which nobody reads, or in which something is suspected, leads from its one state to itself and so stops nobody.</remarks>
internal sealed class Lane
{
    private const int IdleValue = StateFlags.Known;

    private static readonly ushort[] OneClass = new ushort[128];
    private static readonly int[] OneState = [IdleValue];

    private LazyDfa? _dfa;
    private Alphabet? _alphabet;
    private DfaCache? _cache;

    /// <summary>The class of each ASCII character.</summary>
    public ushort[] Ascii { get; private set; } = OneClass;

    /// <summary>The transitions that are known; see <see cref="DfaCache.Table"/>.</summary>
    public int[] Table { get; private set; } = OneState;

    /// <summary>The state.</summary>
    public int Value { get; set; } = IdleValue;

    /// <summary>Whether a match may have ended; nothing is read from there on.</summary>
    public bool IsSuspect { get; private set; }

    /// <summary>Whether it has anything to read.</summary>
    public bool IsLive => _dfa is not null;

    /// <summary>Begins a text.</summary>
    public void Begin(PatternSet set)
    {
        _dfa = set.SearchAutomaton;
        _alphabet = set.Alphabet;
        _cache = _dfa.Current;
        IsSuspect = false;
        Value = _dfa.Start(ref _cache, -1);
        Ascii = _alphabet.Ascii;
        Table = _cache.Table;
    }

    /// <summary>Reads a character, whose transition need not be known.</summary>
    public void Step(int character)
    {
        if (_dfa is null)
            return;
        var characterClass = _alphabet!.ClassOf(character);
        var next = _cache!.Table[(Value & ~StateFlags.All) + characterClass];
        Value = next != 0 ? next : _dfa.Next(ref _cache, Value, characterClass);
        Table = _cache.Table;
        if ((Value & StateFlags.Accepts) == 0)
            return;
        Clear();
        IsSuspect = true;
    }

    /// <summary>Lets go of the patterns.</summary>
    public void Clear()
    {
        _dfa = null;
        _alphabet = null;
        _cache = null;
        Ascii = OneClass;
        Table = OneState;
        Value = IdleValue;
        IsSuspect = false;
    }
}
