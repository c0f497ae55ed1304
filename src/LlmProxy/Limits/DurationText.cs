using System.Globalization;

namespace LlmProxy.Limits;

/// <summary>Writes lengths of time as OpenAI's <c>x-ratelimit-reset-*</c> has them, which are Go's: <c>0s</c>, <c>12ms</c>, <c>1.5s</c>, <c>6m0s</c>, <c>1h2m3s</c>.</summary>
internal static class DurationText
{
    private const long PerSecond = 1000;
    private const long PerMinute = 60 * PerSecond;
    private const long PerHour = 60 * PerMinute;

    /// <summary>The text, to the millisecond, rounded up, so that who waits so long does not come too early. Less than nothing is nothing.</summary>
    public static string Of(TimeSpan time)
    {
        var ms = Milliseconds(time);
        if (ms == 0)
            return "0s";
        var culture = CultureInfo.InvariantCulture;
        if (ms < PerSecond)
            return string.Create(culture, $"{ms}ms");
        var seconds = ms % PerMinute / 1000m;
        return (ms / PerHour, ms / PerMinute % 60) switch
        {
            (0, 0) => string.Create(culture, $"{seconds:0.###}s"),
            (0, var minutes) => string.Create(culture, $"{minutes}m{seconds:0.###}s"),
            var (hours, minutes) => string.Create(culture, $"{hours}h{minutes}m{seconds:0.###}s"),
        };
    }

    /// <summary>Whole milliseconds, rounded up.</summary>
    public static long Milliseconds(TimeSpan time) =>
        time <= TimeSpan.Zero ? 0 : ((time.Ticks - 1) / TimeSpan.TicksPerMillisecond) + 1;
}
