using System.Globalization;

namespace LlmProxy.Tests.Budgets;

/// <summary>A clock with a calendar, which a test sets. Its timers never go off by themselves.</summary>
internal sealed class CalendarClock(string now) : TimeProvider
{
    private DateTimeOffset _now = At(now);

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public static DateTimeOffset At(string time) =>
        DateTimeOffset.Parse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public override DateTimeOffset GetUtcNow() => _now;

    public override long GetTimestamp() => _now.UtcTicks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new StillTimer();

    public void Set(string now) => _now = At(now);

    public void Advance(TimeSpan time) => _now += time;

    private sealed class StillTimer : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => default;
    }
}
