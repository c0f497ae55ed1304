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

    /// <summary>How many characters were read.</summary>
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
        var ascii = alphabet.Ascii;
        var table = _cache.Table;
        var value = _value;
        var at = (int)(At - text.Origin);
        var first = at;
        var idle = -1;
        var stop = SearchStop.Ended;
        while (at < bytes.Length)
        {
            int characterClass = bytes[at];
            var width = 1;
            if (characterClass < 0x80)
                characterClass = ascii[characterClass];
            else if (!alphabet.TryRead(bytes[at..], text.IsComplete, out characterClass, out width))
                break;

            var next = table[(value & ~StateFlags.All) + characterClass];
            if (next == 0)
            {
                next = dfa.Next(ref _cache, value, characterClass);
                table = _cache.Table;
            }

            value = next;
            at += width;
            if ((value & StateFlags.Accepts) != 0)
            {
                stop = SearchStop.Accepted;
                break;
            }

            if ((value & StateFlags.Idle) != 0)
            {
                idle = at;
                if (stopsWhenIdle)
                {
                    stop = SearchStop.Idle;
                    break;
                }
            }
        }

        Steps += at - first;
        _value = value;
        At = text.Origin + at;
        if (idle >= 0)
            LastIdle = text.Origin + idle;
        return stop;
    }
}
