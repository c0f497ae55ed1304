namespace LlmProxy.Core.Guardrails.Texts;

/// <summary>Measures in characters what a scanner finds in a text that comes in pieces; however that is cut, the positions are those in the whole.</summary>
/// <remarks>
/// It keeps the bytes in which the scanner may still find something, so no more than that holds back; while that is nothing, it only counts.
/// One instance serves one text at a time and one thread.
/// </remarks>
public sealed class CharacterRuler : IDisposable
{
    private readonly HeldText _kept = new();
    private long _before;

    /// <summary>Takes the text's next bytes, behind the scanner.</summary>
    /// <param name="utf8">The bytes.</param>
    /// <param name="found">What the scanner has told; those from <paramref name="first"/> on are measured.</param>
    /// <param name="first">The number of the first that it has told of these bytes.</param>
    /// <param name="safe">The scanner's <see cref="ISpanScanner.SafeOffset"/>.</param>
    public void Take(ReadOnlySpan<byte> utf8, List<GuardSpan> found, int first, long safe)
    {
        ArgumentNullException.ThrowIfNull(found);
        if (_kept.Length > 0)
        {
            _kept.Append(utf8);
            Measure(_kept.Peek(_kept.Start, _kept.Length), found, first);
            _before += CodePoints.Count(_kept.Take(safe));
            _kept.Trim();
            return;
        }

        Measure(utf8, found, first);
        var over = (int)Math.Clamp(safe - _kept.Start, 0, utf8.Length);
        _before += CodePoints.Count(utf8[..over]);
        _kept.Skip(over);
        if (over < utf8.Length)
            _kept.Append(utf8[over..]);
    }

    /// <summary>The text ends: measures what the scanner tells of that.</summary>
    public void Finish(List<GuardSpan> found, int first)
    {
        ArgumentNullException.ThrowIfNull(found);
        Measure(_kept.Peek(_kept.Start, _kept.Length), found, first);
    }

    /// <summary>Begins a new text.</summary>
    public void Reset()
    {
        _kept.Clear();
        _before = 0;
    }

    /// <inheritdoc/>
    public void Dispose() => Reset();

    private void Measure(ReadOnlySpan<byte> window, List<GuardSpan> found, int first)
    {
        // Scanners tell findings about in their order, so that each is measured from the one before.
        var at = 0;
        var characters = _before;
        for (var i = first; i < found.Count; i++)
        {
            var span = found[i];
            var start = (int)(span.Start - _kept.Start);
            // A scanner that tells of what it had called judged; without a position it is found all the same.
            if (start < 0 || start + span.Length > window.Length)
                continue;
            characters += start >= at ? CodePoints.Count(window[at..start]) : -CodePoints.Count(window[start..at]);
            at = start;
            found[i] = span with { Characters = new(characters, (int)CodePoints.Count(window.Slice(start, span.Length))) };
        }
    }
}
