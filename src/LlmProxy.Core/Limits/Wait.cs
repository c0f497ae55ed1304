using System.Buffers;
using System.Globalization;

namespace LlmProxy.Core.Limits;

/// <summary>Reads how long a provider says to wait, in every form that providers have for it.</summary>
/// <remarks>
/// <list type="bullet">
/// <item>seconds, with decimals or without: <c>30</c>, <c>0.5</c>;</item>
/// <item>durations, Go's and protobuf's: <c>12ms</c>, <c>1.5s</c>, <c>6m0s</c>, <c>1h2m3s</c>;</item>
/// <item>a time, of RFC 3339 or HTTP's, and a number so large that only seconds or milliseconds since 1970 can be meant.</item>
/// </list>
/// Nothing, or less, or what is past already, is no wait: whoever reads it falls back on a wait of its own.
/// </remarks>
public static class Wait
{
    /// <summary>The longest wait that is told, 30 days; a longer one counts as this.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(30);

    private static readonly SearchValues<char> NumberCharacters = SearchValues.Create("0123456789.");

    private const double FirstEpochSecond = 1e9;
    private const double FirstEpochMillisecond = 1e12;

    // Weekday, month and zone by name, as HTTP writes them; the two old forms of RFC 9110 5.6.7 are read too.
    private static readonly string[] HttpDates =
        ["r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy"];

    /// <summary>Reads one value.</summary>
    /// <param name="text">The value; at most 128 characters are looked at.</param>
    /// <param name="now">The time, for a value that is a time.</param>
    /// <returns>More than nothing and at most <see cref="Max"/>; <c>null</c> where it tells no wait.</returns>
    public static TimeSpan? Parse(ReadOnlySpan<char> text, DateTimeOffset now)
    {
        text = text.Trim();
        if (text.IsEmpty || text.Length > 128)
            return null;
        if (TryParseNumber(text, out var number))
            return number switch
            {
                >= FirstEpochMillisecond => OfSeconds((number / 1000) - (now.ToUnixTimeMilliseconds() / 1000.0)),
                >= FirstEpochSecond => OfSeconds(number - (now.ToUnixTimeMilliseconds() / 1000.0)),
                _ => OfSeconds(number),
            };
        if (char.IsAsciiDigit(text[0]) && TryParseDuration(text, out var seconds))
            return OfSeconds(seconds);
        return TryParseTime(text, out var time) ? OfSeconds((time - now).TotalSeconds) : null;
    }

    /// <summary>Reads one value, or several that a proxy has joined with commas: then the longest.</summary>
    public static TimeSpan? Longest(string? value, DateTimeOffset now)
    {
        if (string.IsNullOrEmpty(value))
            return null;
        // HTTP's dates have a comma of their own.
        if (!value.Contains(',') || Parse(value, now) is not null)
            return Parse(value, now);
        TimeSpan? longest = null;
        foreach (var part in value.AsSpan().Split(','))
        {
            if (Parse(value.AsSpan(part), now) is { } wait && !(wait <= longest))
                longest = wait;
        }

        return longest;
    }

    /// <summary>A wait of some seconds, as <see cref="Parse"/> returns it.</summary>
    public static TimeSpan? OfSeconds(double seconds) => seconds switch
    {
        // A tick is 100 ns; less is nothing.
        >= 1e-7 when double.IsFinite(seconds) => seconds >= Max.TotalSeconds ? Max : TimeSpan.FromSeconds(seconds),
        _ => null,
    };

    private static bool TryParseNumber(ReadOnlySpan<char> text, out double number) => double.TryParse(
        text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number);

    private static bool TryParseDuration(ReadOnlySpan<char> text, out double seconds)
    {
        seconds = 0;
        while (!text.IsEmpty)
        {
            var digits = text.IndexOfAnyExcept(NumberCharacters);
            if (digits <= 0 || !TryParseNumber(text[..digits], out var number))
                return false;
            text = text[digits..];
            var letters = text.IndexOfAnyInRange('0', '9');
            var unit = letters < 0 ? text : text[..letters];
            if (UnitOf(unit) is not { } factor)
                return false;
            seconds += number * factor;
            text = text[unit.Length..];
        }

        return true;
    }

    private static double? UnitOf(ReadOnlySpan<char> unit) => unit switch
    {
        "d" => 86400,
        "h" => 3600,
        "m" => 60,
        "s" => 1,
        "ms" => 1e-3,
        "us" or "µs" or "μs" => 1e-6,
        "ns" => 1e-9,
        _ => null,
    };

    private static bool TryParseTime(ReadOnlySpan<char> text, out DateTimeOffset time)
    {
        const DateTimeStyles style = DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces;
        if (char.IsAsciiDigit(text[0]))
            return text.Length >= 20 && text[4] == '-' && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, style, out time)
                || Fail(out time);
        return DateTimeOffset.TryParseExact(text, HttpDates, CultureInfo.InvariantCulture, style, out time);
    }

    private static bool Fail(out DateTimeOffset time)
    {
        time = default;
        return false;
    }
}
