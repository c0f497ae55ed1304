using LlmProxy.Core.Guardrails;
using LlmProxy.Core.Guardrails.Texts;
using LlmProxy.Guardrails.Audit;

namespace LlmProxy.Guardrails.Input;

/// <summary>Tells where in a request a finding stands, in the part of the text in which it begins.</summary>
/// <remarks>Findings come in their order, so that each is measured from the one before, and the text is gone through once.</remarks>
internal sealed class InputPlaces(InputTexts texts, TextGroups groups) : IFoundPlaces
{
    private int _part;
    private long _partStart;
    private long _at;
    private long _characters;

    /// <summary>Another text is judged.</summary>
    /// <param name="first">Its first part.</param>
    public void Begin(int first)
    {
        _part = first;
        _partStart = _at = _characters = 0;
    }

    /// <inheritdoc/>
    public FoundPlace Of(in GuardSpan span)
    {
        // One that goes on in the next part ends behind the end of its own.
        while (span.Start >= _partStart + Length(_part) && groups.After(_part) is >= 0 and var next)
        {
            _partStart += Length(_part);
            _at = _partStart;
            _characters = 0;
            _part = next;
        }

        _characters += Count(_part, _at, span.Start);
        _at = span.Start;
        return new FoundPlace(texts.PlaceOf(_part), new CharacterRange(_characters, (int)CountOn(span)));
    }

    private int Length(int part) => texts[part].Utf8.Length;

    private long Count(int part, long from, long to) => CodePoints.Count(texts[part].Utf8.Span[(int)(from - _partStart)..(int)(to - _partStart)]);

    private long CountOn(in GuardSpan span)
    {
        var (part, start, at) = (_part, _partStart, span.Start);
        var characters = 0L;
        while (true)
        {
            var text = texts[part].Utf8.Span;
            var end = (int)Math.Min(span.End - start, text.Length);
            characters += CodePoints.Count(text[(int)(at - start)..end]);
            start += text.Length;
            at = start;
            part = groups.After(part);
            if (at >= span.End || part < 0)
                return characters;
        }
    }
}
