namespace LlmProxy.Sqlite.Ledger;

/// <summary>Times and durations as integers: microseconds, times since 1970 in UTC. <c>datetime(time / 1000000, 'unixepoch')</c> shows one.</summary>
internal static class LedgerTime
{
    /// <summary>An hour in these units.</summary>
    public const long Hour = 3_600_000_000;

    /// <summary>A day in these units.</summary>
    public const long Day = 24 * Hour;

    /// <summary>A time.</summary>
    public static long Of(DateTimeOffset time) => (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    /// <summary>A duration.</summary>
    public static long Of(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Reads a time.</summary>
    public static DateTimeOffset Time(long microseconds) => DateTimeOffset.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond);

    /// <summary>Reads a duration.</summary>
    public static TimeSpan Duration(long microseconds) => TimeSpan.FromTicks(microseconds * TimeSpan.TicksPerMicrosecond);
}
