using System.Runtime.InteropServices;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Searches the folded form of a text, and tells places in the raw one.</summary>
/// <remarks>
/// As <see cref="PatternScanner"/>, and with its promises: same matches however the text is cut, bounded memory, nothing
/// allocated for clean ASCII. A match begins with the first raw byte of its first character and ends with the last of its
/// last one; what was dropped inside it belongs to it. Not for two threads at once.
/// </remarks>
public sealed class FoldedScanner : IDisposable
{
    private const int SliceBytes = 4096;

    // What a text with very many matches took is not kept for the next one.
    private const int KeptMatches = 256;

    private readonly FoldedPatternSet _owner;
    private readonly PatternScanner _scanner;
    private readonly TextFolder _folder;
    private readonly List<PatternMatch> _matches = [];
    private bool _isRented;

    // Where open matches begin: a closing one tells it again, when the map has forgotten it.
    private readonly List<(int Pattern, long Folded, long Raw)> _open = [];

    internal FoldedScanner(FoldedPatternSet owner)
    {
        _owner = owner;
        _scanner = owner.Set.RentScanner();
        _folder = new TextFolder(owner.Options);
    }

    /// <summary>How many raw bytes the text has so far.</summary>
    public long Length { get; private set; }

    /// <summary>How many raw bytes from the beginning are done with; see <see cref="PatternScanner.SafeLength"/>.</summary>
    public long SafeLength { get; private set; }

    /// <summary>What the last call has decided, in raw positions; valid until the next one.</summary>
    public ReadOnlySpan<PatternMatch> Matches => CollectionsMarshal.AsSpan(_matches);

    /// <summary>How many raw characters were written otherwise than they are meant.</summary>
    public long Changes => _folder.Changes;

    /// <summary>Reads on.</summary>
    public void Feed(ReadOnlySpan<byte> chunk)
    {
        _matches.Clear();
        while (!chunk.IsEmpty)
        {
            var slice = chunk[..Math.Min(chunk.Length, SliceBytes)];
            chunk = chunk[slice.Length..];
            Length += slice.Length;
            _folder.Feed(slice);
            Scan();
        }
    }

    /// <summary>Ends the text.</summary>
    public void Finish()
    {
        _matches.Clear();
        _folder.Finish();
        Scan();
        _scanner.Finish();
        Take();
    }

    /// <summary>Forgets the text, for another one.</summary>
    public void Reset()
    {
        _scanner.Reset();
        _folder.Reset();
        _matches.Clear();
        if (_matches.Capacity > KeptMatches)
            _matches.Capacity = 0;
        _open.Clear();
        Length = SafeLength = 0;
    }

    /// <summary>Gives the scanner back to its set; it must not be used any more.</summary>
    public void Dispose()
    {
        if (_isRented)
            _owner.Return(this);
        _isRented = false;
    }

    /// <summary>Notes that somebody has it, so that giving it back twice does no harm.</summary>
    internal FoldedScanner Rented()
    {
        _isRented = true;
        return this;
    }

    private void Scan()
    {
        _scanner.Feed(_folder.Folded);
        Take();
    }

    private void Take()
    {
        foreach (var match in _scanner.Matches)
            _matches.Add(match with { Start = StartOf(match), End = _folder.RawEndOf(match.End) });
        SafeLength = _folder.RawStartOf(_scanner.SafeLength);

        // The last byte before is kept for a match that ends there.
        _folder.Forget(_scanner.SafeLength - 1);
    }

    private long StartOf(in PatternMatch match)
    {
        if (match.Phase != PatternMatchPhase.Closed)
        {
            var raw = _folder.RawStartOf(match.Start);
            if (match.Phase == PatternMatchPhase.Opened)
                _open.Add((match.Pattern, match.Start, raw));
            return raw;
        }

        for (var i = 0; i < _open.Count; i++)
        {
            var (pattern, folded, raw) = _open[i];
            if (pattern == match.Pattern && folded == match.Start)
            {
                _open.RemoveAt(i);
                return raw;
            }
        }

        throw new System.Diagnostics.UnreachableException("A match was closed that was not open.");
    }
}
