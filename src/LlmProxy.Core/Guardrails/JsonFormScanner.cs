namespace LlmProxy.Core.Guardrails;

/// <summary>Shows a scanner what JSON text means, its escapes resolved, and tells its findings at the places of the text's own bytes.</summary>
/// <remarks>
/// <c>jo\u0040example.org</c> hides an address from who reads bytes. Text without escapes goes through as it is. A backslash means an
/// escape wherever it stands, since JSON has none outside of strings; what is no
/// escape stays as it is. A lone surrogate is U+FFFD.
/// </remarks>
public sealed class JsonFormScanner : ISpanScanner
{
    /// <summary>The length of a pair of surrogates, the longest escape: <c>\ud83d\ude00</c>.</summary>
    private const int LongestEscape = 12;

    /// <summary>How much is scanned at once. What is known of places is let go of in between, or a long text would cost the square of its length.</summary>
    private const int SliceBytes = 4 * 1024;

    private readonly ISpanScanner _inner;
    private readonly List<GuardSpan> _told = [];
    private readonly EscapeMap _map = new();
    private readonly JsonQuotes _quotes = new();
    private readonly byte[] _pending = new byte[LongestEscape];
    private int _pendingLength;

    /// <param name="inner">Scans plain text; belongs to this object.</param>
    public JsonFormScanner(ISpanScanner inner) => _inner = inner;

    /// <inheritdoc/>
    // What waits in the escape that has begun is behind everything that the inner scanner has seen.
    public long SafeOffset => _map.StartToRaw(_inner.SafeOffset);

    /// <summary>How many escapes and quotes are kept of the text.</summary>
    internal int Kept => _map.Kept + _quotes.Kept;

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        while (!utf8.IsEmpty)
        {
            var length = Math.Min(utf8.Length, SliceBytes);
            FeedSlice(utf8[..length]);
            utf8 = utf8[length..];
            Tell(found);
            _map.Forget(_inner.SafeOffset);
            _quotes.Forget(_inner.SafeOffset);
        }
    }

    /// <inheritdoc/>
    public void Finish(List<GuardSpan> found)
    {
        ReadOnlySpan<byte> nothing = default;
        while (_pendingLength > 0)
            TakeEscape(ref nothing, isEnd: true);
        _inner.Finish(_told);
        Tell(found);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        _inner.Reset();
        _map.Clear();
        _quotes.Clear();
        _told.Clear();
        _pendingLength = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => _inner.Dispose();

    private void FeedSlice(ReadOnlySpan<byte> utf8)
    {
        while (!utf8.IsEmpty)
        {
            if (_pendingLength > 0)
            {
                TakeEscape(ref utf8, isEnd: false);
                continue;
            }

            var plain = utf8.IndexOf((byte)'\\');
            if (plain != 0)
            {
                plain = plain < 0 ? utf8.Length : plain;
                _quotes.Note(utf8[..plain], _map.PlainLength);
                _inner.Feed(utf8[..plain], _told);
                _map.Skip(plain);
                utf8 = utf8[plain..];
            }

            if (!utf8.IsEmpty)
            {
                _pending[_pendingLength++] = utf8[0];
                utf8 = utf8[1..];
            }
        }
    }

    /// <summary>Goes on with the escape that has begun, and hands over what it means once that is known.</summary>
    private void TakeEscape(ref ReadOnlySpan<byte> utf8, bool isEnd)
    {
        var state = JsonEscape.Read(_pending.AsSpan(0, _pendingLength), isEnd, out var taken, out var rune, out var plain);
        if (state == JsonEscapeState.Incomplete)
        {
            _pending[_pendingLength++] = utf8[0];
            utf8 = utf8[1..];
            return;
        }

        Span<byte> meant = stackalloc byte[4];
        var length = 1;
        if (state == JsonEscapeState.Byte)
            meant[0] = plain;
        else
            length = rune.EncodeToUtf8(meant);
        _map.Add(length, taken);
        _inner.Feed(meant[..length], _told);
        // What was looked at and does not belong to it: after a high surrogate that stands alone.
        _pending.AsSpan(taken, _pendingLength - taken).CopyTo(_pending);
        _pendingLength -= taken;
        FeedPlainPending();
    }

    /// <summary>What is left may not begin an escape.</summary>
    private void FeedPlainPending()
    {
        while (_pendingLength > 0 && _pending[0] != '\\')
        {
            _quotes.Note(_pending.AsSpan(0, 1), _map.PlainLength);
            _inner.Feed(_pending.AsSpan(0, 1), _told);
            _map.Skip(1);
            _pending.AsSpan(1, _pendingLength - 1).CopyTo(_pending);
            _pendingLength--;
        }
    }

    private void Tell(List<GuardSpan> found)
    {
        foreach (var span in _told)
        {
            var start = _map.StartToRaw(span.Start);
            found.Add(span with { Start = start, Length = (int)(_map.EndToRaw(span.End) - start), IsBare = !_quotes.IsInside(span.Start) });
        }

        _told.Clear();
    }
}
