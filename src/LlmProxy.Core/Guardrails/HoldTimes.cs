using LlmProxy.Core.Guardrails.Texts;

namespace LlmProxy.Core.Guardrails;

/// <summary>Since when each guard of a text has held bytes of it back, and which of them it must let go of, since its time is up.</summary>
/// <remarks>
/// For each guard it knows one moment and how much of the text had come by then: where some of that is still held when
/// <see cref="SpanRule.Release"/> has passed, all of it goes. So no byte goes out unjudged that was held for less, and none is held for
/// twice as long. What came since has its own time from there on.
/// </remarks>
internal sealed class HoldTimes
{
    private readonly SpanRule[] _rules;
    private readonly Hold[] _holds;
    private readonly TimeProvider _clock;

    private HoldTimes(SpanRule[] rules, TimeProvider clock)
    {
        _rules = rules;
        _holds = new Hold[rules.Length];
        _clock = clock;
    }

    /// <summary>When the next bytes are due, a timestamp of the clock; 0: none are held that ever will be.</summary>
    public long DueAt { get; private set; }

    /// <summary>For these guards; <c>null</c> where each holds as long as it must, or there is no clock.</summary>
    public static HoldTimes? Of(SpanRule[] rules, TimeProvider? clock) =>
        clock is not null && Array.Exists(rules, static rule => rule.Release is not null) ? new HoldTimes(rules, clock) : null;

    /// <summary>The offset before which a guard holds nothing: it has judged what stands there, or its time was up.</summary>
    public long SafeOffset(int rule) => Math.Max(_rules[rule].Scanner.SafeOffset, _holds[rule].Passed);

    /// <summary>Notes what is held, now that <paramref name="end"/> bytes have come.</summary>
    public void Note(long end)
    {
        DueAt = 0;
        for (var i = 0; i < _rules.Length; i++)
        {
            if (_rules[i].Release is not { } release)
                continue;
            ref var hold = ref _holds[i];
            var safe = SafeOffset(i);
            if (safe >= end)
                hold.Mark = 0;
            else if (safe >= hold.Mark)
                Begin(ref hold, end, release);
            NoteDue(hold);
        }
    }

    /// <summary>Lets guards go of what is due.</summary>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="end">How many bytes have come.</param>
    public void Pass(long now, long end)
    {
        for (var i = 0; i < _rules.Length; i++)
        {
            ref var hold = ref _holds[i];
            if (hold.Mark > 0 && hold.DueAt <= now)
                hold.Passed = hold.Mark;
        }

        Note(end);
    }

    /// <summary>Tells how much goes out now that a guard has not judged.</summary>
    /// <param name="held">What has been held until now.</param>
    /// <param name="safe">The offset before which all of it goes.</param>
    /// <param name="sink">Is told.</param>
    public void Tell(HeldText held, long safe, IGuardedTextSink sink)
    {
        var end = Math.Min(safe, held.End);
        foreach (ref readonly var rule in _rules.AsSpan())
        {
            var from = Math.Max(rule.Scanner.SafeOffset, held.Start);
            if (rule.Release is not null && from < end)
                sink.Released(rule, CodePoints.Count(held.Peek(from, (int)(end - from))));
        }
    }

    /// <summary>Another text begins.</summary>
    public void Clear()
    {
        Array.Clear(_holds);
        DueAt = 0;
    }

    private void Begin(ref Hold hold, long end, TimeSpan release)
    {
        hold.Mark = end;
        hold.DueAt = _clock.GetTimestamp() + (long)(release.TotalSeconds * _clock.TimestampFrequency);
    }

    private void NoteDue(in Hold hold)
    {
        if (hold.Mark > 0 && (DueAt == 0 || hold.DueAt < DueAt))
            DueAt = hold.DueAt;
    }

    /// <summary>What one guard holds: of the bytes before <see cref="Mark"/> (0: of none) some are held, and go at <see cref="DueAt"/>.</summary>
    private struct Hold
    {
        public long Mark;
        public long DueAt;
        public long Passed;
    }
}
