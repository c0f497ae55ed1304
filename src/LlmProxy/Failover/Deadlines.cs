namespace LlmProxy.Failover;

/// <summary>Points in time on the clock that no one sets.</summary>
internal static class Deadlines
{
    /// <summary>The clock's reading when <paramref name="wait"/> from now is over.</summary>
    public static long After(this TimeProvider clock, TimeSpan wait) =>
        clock.GetTimestamp() + (long)Math.Min(wait.TotalSeconds * clock.TimestampFrequency, long.MaxValue / 4);

    /// <summary>What is left until <paramref name="deadline"/>; nothing once it has passed.</summary>
    public static TimeSpan Left(this TimeProvider clock, long deadline)
    {
        var now = clock.GetTimestamp();
        return deadline <= now ? TimeSpan.Zero : clock.GetElapsedTime(now, deadline);
    }

    /// <summary>Whether <paramref name="deadline"/> has passed.</summary>
    public static bool HasPassed(this TimeProvider clock, long deadline) => clock.GetTimestamp() >= deadline;

    /// <summary><paramref name="first"/>, doubled for each time before this one, up to <paramref name="longest"/>.</summary>
    public static TimeSpan Doubled(TimeSpan first, int before, TimeSpan longest)
    {
        var wait = first.TotalSeconds * Math.Pow(2, Math.Min(before, 40));
        return wait < longest.TotalSeconds ? TimeSpan.FromSeconds(wait) : longest;
    }
}
