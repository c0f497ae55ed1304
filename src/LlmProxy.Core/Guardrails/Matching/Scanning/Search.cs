using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LlmProxy.Core.Guardrails.Matching.Automata;
using LlmProxy.Core.Guardrails.Matching.Characters;

namespace LlmProxy.Core.Guardrails.Matching.Scanning;

/// <summary>The one pass over a text: where may a match end, and where is none live?</summary>
/// <remarks>
/// The automaton may see too much (long counts are cut short, conditions on what follows are not looked at) and never too
/// little, so only the places that it tells of need a closer look.
/// </remarks>
internal sealed class Search(LazyDfa dfa, Alphabet alphabet)
{
    private DfaCache _cache = dfa.Current;
    private int _value;

    /// <summary>How far the text has been read.</summary>
    public long At { get; private set; }

    /// <summary>Whether no match that has begun goes on.</summary>
    public bool IsIdle => (_value & StateFlags.Idle) != 0;

    /// <summary>The last place where no match was live, nor had just ended: all that begin before it have ended before it.</summary>
    public long LastIdle { get; private set; }

    /// <summary>How many bytes were read.</summary>
    public long Steps { get; private set; }

    /// <summary>Begins a text.</summary>
    public void Begin()
    {
        At = 0;
        LastIdle = 0;
        _cache = dfa.Current;
        _value = dfa.Start(ref _cache, -1);
    }

    /// <summary>Reads on.</summary>
    /// <param name="text">The text.</param>
    /// <param name="stopsWhenIdle">Whether to stop where no match is live.</param>
    public SearchStop Run(ScanText text, bool stopsWhenIdle)
    {
        var bytes = text.Bytes;
        var at = (int)(At - text.Origin);
        var idle = -1;
        var first = at;
        var stops = StateFlags.Accepts | (stopsWhenIdle ? StateFlags.Idle : 0);
        var stop = SearchStop.Ended;
        while (stop == SearchStop.Ended)
        {
            at = ReadKnown(bytes, at, stops, ref idle);
            if (at == bytes.Length || !alphabet.TryRead(bytes[at..], text.IsComplete, out var characterClass, out var width))
                break;
            at += width;
            _value = After(characterClass);
            if ((_value & StateFlags.Accepts) != 0)
                stop = SearchStop.Accepted;
            else if (IsIdle)
            {
                idle = at;
                stop = stopsWhenIdle ? SearchStop.Idle : SearchStop.Ended;
            }
        }

        Steps += at - first;
        At = text.Origin + at;
        if (idle >= 0)
            LastIdle = text.Origin + idle;
        return stop;
    }

    private int After(int characterClass)
    {
        var next = _cache.Table[(_value & ~StateFlags.All) + characterClass];
        return next != 0 ? next : dfa.Next(ref _cache, _value, characterClass);
    }

    /// <summary>Reads ASCII characters, up to the first whose transition is not known yet or leads to a place to stop.</summary>
    /// <remarks>
    /// This loop is what a clean text costs. A row plus a class lies inside the table by construction, and a branch on the
    /// ends of words would be guessed wrong twice a word: hence no bounds check, and arithmetic in place of an if.
    /// Compiled for good at once: what the runtime learns of its first calls made it half as fast in every second process.
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int ReadKnown(ReadOnlySpan<byte> bytes, int at, int stops, ref int lastIdle)
    {
        ref var table = ref MemoryMarshal.GetArrayDataReference(_cache.Table);
        ref var ascii = ref MemoryMarshal.GetArrayDataReference(alphabet.Ascii);
        var value = _value;
        var idle = lastIdle;
        for (; at < bytes.Length; at++)
        {
            uint one = bytes[at];
            if (one >= 0x80)
                break;
            var next = Unsafe.Add(ref table, (value & ~StateFlags.All) + Unsafe.Add(ref ascii, one));

            // Known is set in all that is known, so that one test tells of both reasons.
            if (((next ^ StateFlags.Known) & (stops | StateFlags.Known)) != 0)
                break;
            value = next;
            var isIdle = -((next / StateFlags.Idle) & 1);
            idle += (at + 1 - idle) & isIdle;
        }

        _value = value;
        lastIdle = idle;
        return at;
    }
}
