using System.Globalization;

namespace LlmProxy.Limits;

/// <summary>Writes lengths of time as OpenAI's <c>x-ratelimit-reset-*</c> has them, which are Go's: <c>0s</c>, <c>12ms</c>, <c>1.5s</c>, <c>6m0s</c>, <c>1h2m3s</c>.</summary>
internal static class DurationText
{
    private const long PerSecond = 1000;
    private const long PerMinute = 60 * PerSecond;
    private const long PerHour = 60 * PerMinute;

    // Hours of the longest time there is, then minutes and seconds.
    private const int LongestText = 32;

    /// <summary>The text, to the millisecond, rounded up, so that who waits so long does not come too early. Less than nothing is nothing.</summary>
    public static string Of(TimeSpan time)
    {
        var ms = Milliseconds(time);
        if (ms == 0)
            return "0s";
        if (ms < PerSecond)
            return string.Create(CultureInfo.InvariantCulture, $"{ms}ms");
        Span<char> text = stackalloc char[LongestText];
        var length = 0;
        if (ms >= PerHour)
            Put(text, ref length, ms / PerHour, 'h');
        if (ms >= PerMinute)
            Put(text, ref length, ms / PerMinute % 60, 'm');
        PutSeconds(text, ref length, ms % PerMinute);
        return new string(text[..length]);
    }

    /// <summary>Whole milliseconds, rounded up.</summary>
    public static long Milliseconds(TimeSpan time) =>
        time <= TimeSpan.Zero ? 0 : ((time.Ticks - 1) / TimeSpan.TicksPerMillisecond) + 1;

    private static void Put(Span<char> text, ref int length, long number, char unit)
    {
        number.TryFormat(text[length..], out var written, provider: CultureInfo.InvariantCulture);
        length += written;
        text[length++] = unit;
    }

    /// <summary>With as many decimals as there are; by hand, since every answer has two of these, and to format a decimal takes longer than all the rest.</summary>
    private static void PutSeconds(Span<char> text, ref int length, long ms)
    {
        Put(text, ref length, ms / PerSecond, '.');
        var rest = (int)(ms % PerSecond);
        for (var unit = 100; rest > 0; unit /= 10)
        {
            text[length++] = (char)('0' + (rest / unit));
            rest %= unit;
        }

        // In the place of the point, where no decimals follow.
        if (text[length - 1] == '.')
            length--;
        text[length++] = 's';
    }
}
