using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Guardrails;

/// <summary>Searches a text in parts together, and each part by itself: what stands across a cut is found, and so is what would be no finding beside its neighbour's letters.</summary>
/// <remarks>Positions in characters are those in the part in which a finding begins.</remarks>
/// <param name="joined">Searches the text; belongs to this object.</param>
/// <param name="alone">Searches one part after the other; belongs to this object.</param>
public sealed class PartedScanner(ISpanScanner joined, ISpanScanner alone) : ISpanScanner
{
    private readonly List<GuardSpan> _told = [];
    private readonly List<Part> _parts = [default];
    private long _length;
    private long _characters;

    /// <inheritdoc/>
    public long SafeOffset => Math.Min(joined.SafeOffset, _parts[^1].Start + alone.SafeOffset);

    /// <inheritdoc/>
    public void Feed(ReadOnlySpan<byte> utf8, List<GuardSpan> found)
    {
        joined.Feed(utf8, _told);
        TellJoined(found);
        alone.Feed(utf8, _told);
        TellAlone(found);
        _length += utf8.Length;
        _characters += CodePoints.Count(utf8);
    }

    /// <inheritdoc/>
    public void EndPart(List<GuardSpan> found)
    {
        FinishAlone(found);
        alone.Reset();
        _parts.Add(new(_length, _characters));
    }

    /// <inheritdoc/>
    public void Finish(List<GuardSpan> found)
    {
        joined.Finish(_told);
        TellJoined(found);
        FinishAlone(found);
    }

    /// <inheritdoc/>
    public void Reset()
    {
        joined.Reset();
        alone.Reset();
        _parts.Clear();
        _parts.Add(default);
        _length = _characters = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        joined.Dispose();
        alone.Dispose();
    }

    private void FinishAlone(List<GuardSpan> found)
    {
        if (_length == _parts[^1].Start)
            return;
        alone.Finish(_told);
        TellAlone(found);
    }

    private void TellJoined(List<GuardSpan> found)
    {
        foreach (var span in _told)
        {
            var part = _parts.Count - 1;
            while (_parts[part].Start > span.Start)
                part--;
            var characters = span.Characters is { } range ? range with { Start = range.Start - _parts[part].Characters } : default(CharacterRange?);
            found.Add(span with { Part = part, Characters = characters });
        }

        _told.Clear();
    }

    private void TellAlone(List<GuardSpan> found)
    {
        foreach (var span in _told)
            found.Add(span with { Start = span.Start + _parts[^1].Start, Part = _parts.Count - 1 });
        _told.Clear();
    }

    /// <summary>Where a part begins: after how many bytes and characters of the text.</summary>
    private readonly record struct Part(long Start, long Characters);
}
