using System.Runtime.InteropServices;
using LlmProxy.Core.Guardrails.Matching.Scanning;

namespace LlmProxy.Core.Guardrails.Matching;

/// <summary>Finds the matches of a <see cref="PatternSet"/> in one text that arrives in chunks of any size.</summary>
/// <remarks>
/// <para>
/// Call <see cref="Feed"/> for each chunk and <see cref="Finish"/> once; look at <see cref="Matches"/> and
/// <see cref="SafeLength"/> after each. The matches are the same however the text is cut, also inside a character.
/// Bytes that are no UTF-8 count as U+FFFD and match as that does.
/// </para>
/// <para>
/// The numbered steps: (1) the search reads each character once and tells where a match may end and where none is live;
/// (2) where one may end, each start since the last idle place is run exactly; (3) validators choose among its ends;
/// (4) where nothing is suspected, starts are skipped, and only the first that is still live is looked for, since it is
/// what holds text back.
/// </para>
/// <para>
/// Memory is bounded by the patterns' lengths, and nothing is allocated for a chunk without matches once the automata
/// know its characters. Not safe for use by two threads at once. Dispose to give it back to its set.
/// </para>
/// </remarks>
public sealed class PatternScanner : IDisposable
{
    private const int SliceBytes = 1024;

    // What a text with very many matches took is not kept for the next one.
    private const int KeptMatches = 256;

    // Bytes kept before the first open start: what a validator is shown, and a whole character for sure.
    private const int KeptBefore = MatchCandidate.MaxBefore + 4;

    private readonly PatternSet _set;
    private readonly ScanText _text;
    private readonly Search _search;
    private readonly Starts _starts;
    private readonly List<PatternMatch> _matches = [];
    private long _lastAccept;
    private bool _isRented;

    internal PatternScanner(PatternSet set)
    {
        _set = set;
        _text = new ScanText(set.Alphabet, SliceBytes + (2 * (set.MaxLength + MatchCandidate.MaxAfter + KeptBefore)));
        _search = new Search(set.SearchAutomaton, set.Alphabet);
        _starts = new Starts(set, _text, _matches);
        Begin();
    }

    /// <summary>How many bytes the text has so far.</summary>
    public long Length => _text.End;

    /// <summary>
    /// How many bytes from the beginning of the text are done with: every match that begins before has been reported,
    /// if only as <see cref="PatternMatchPhase.Opened"/>. After <see cref="Finish"/>, all.
    /// </summary>
    /// <remarks>Never falls. It may depend on how the text was cut; the matches do not.</remarks>
    public long SafeLength => _starts.First;

    /// <summary>What the last call has decided; valid until the next one.</summary>
    public ReadOnlySpan<PatternMatch> Matches => CollectionsMarshal.AsSpan(_matches);

    /// <summary>How many characters were looked at, by either automaton, to show that a text takes linear time.</summary>
    internal long Steps => _search.Steps + _starts.Steps;

    /// <summary>Reads on.</summary>
    /// <exception cref="InvalidOperationException">The text was finished.</exception>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        if (_text.IsComplete)
            throw new InvalidOperationException("The text is finished; a scanner reads the next one after Reset.");
        _matches.Clear();
        while (!chunk.IsEmpty)
        {
            var room = _text.MakeRoom(_starts.FirstUnread - KeptBefore);
            var take = Math.Min(room, chunk.Length);
            _text.Append(chunk[..take]);
            chunk = chunk[take..];
            Process();
        }
    }

    /// <summary>Ends the text: what waited for more is decided.</summary>
    public void Finish()
    {
        _matches.Clear();
        if (_text.IsComplete)
            return;
        _text.Complete();
        Process();
    }

    /// <summary>Forgets the text, for another one.</summary>
    public void Reset()
    {
        _text.Clear();
        Begin();
        if (_matches.Capacity > KeptMatches)
            _matches.Capacity = 0;
    }

    /// <summary>Gives the scanner back to its set; it must not be used any more.</summary>
    public void Dispose()
    {
        if (_isRented)
            _set.Return(this);
        _isRented = false;
    }

    /// <summary>Notes that somebody has it, so that giving it back twice does no harm.</summary>
    internal PatternScanner Rented()
    {
        _isRented = true;
        return this;
    }

    private bool HasSuspect => _lastAccept > _starts.First;

    private void Begin()
    {
        _matches.Clear();
        _lastAccept = 0;
        _starts.Begin();
        _search.Begin();
    }

    private void Process()
    {
        _starts.Continue();
        SearchStop stop;
        do
        {
            // (1)
            stop = _search.Run(_text, stopsWhenIdle: HasSuspect);
            if (stop == SearchStop.Accepted)
            {
                SkipUnsuspected(_search.At);
                _lastAccept = _search.At;
            }

            if (HasSuspect && (_search.IsIdle || stop == SearchStop.Ended))
                _starts.Decide(_search.At); // (2), (3)
        }
        while (stop != SearchStop.Ended);

        if (!HasSuspect)
        {
            SkipUnsuspected(_text.IsComplete ? _search.At + _set.MaxLength : _search.At + 1);
            _starts.Decide(_search.At);
        }
    }

    /// <summary>Step 4: skips starts from which no match has ended before <paramref name="end"/>, and none can any more.</summary>
    private void SkipUnsuspected(long end)
    {
        if (HasSuspect)
            return;

        // Where a match was live last, counted by bytes, may be the middle of a character.
        var byLength = end - _set.MaxLength;
        if (_search.LastIdle >= byLength)
            _starts.SkipTo(_search.LastIdle);
        else if (byLength > _starts.First)
            _starts.SkipTo(_text.CharacterAt(byLength));
    }
}
