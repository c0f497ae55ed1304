using System.Buffers.Text;

namespace LlmProxy.Core.Guardrails.Answers;

/// <summary>Keeps the Responses API's <c>sequence_number</c> without gaps, where events are added and left out.</summary>
internal sealed class EventNumbers
{
    private long _shift;
    private long _last = -1;
    private long? _current;

    /// <summary>The number of an event that is added now.</summary>
    public long Insert()
    {
        _shift++;
        return ++_last;
    }

    /// <summary>Gives the provider's next event its number among those that go out.</summary>
    public void Renumber(ReadOnlySpan<byte> data, Range place, FrameResults results)
    {
        _current = null;
        if (place.Equals(default) || !Utf8Parser.TryParse(data[place], out long number, out _))
            return;
        _current = number + _shift;
        if (_shift != 0)
            results.PutNumber(place, number + _shift);
    }

    /// <summary>That event has gone out.</summary>
    public void Sent() => _last = _current ?? _last;

    /// <summary>That event is left out.</summary>
    public void Dropped()
    {
        if (_current is not null)
            _shift--;
    }
}
