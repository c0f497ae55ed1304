using System.Globalization;

namespace LlmProxy.Core.Limits;

/// <summary>Reads from an answer's headers how long its provider asks to be left alone.</summary>
/// <remarks>
/// <c>retry-after-ms</c> goes first, as in the OpenAI and Anthropic SDKs, then <c>Retry-After</c> (RFC 9110 10.2.3: seconds
/// or a date), then the reset of the limit that is used up.
/// </remarks>
public static class RetryAfter
{
    private const int CapacityExceeded = 498;

    /// <summary>Whether an answer with this status may ask for a wait. Anthropic sends <c>Retry-After</c> with good answers too.</summary>
    public static bool Asks(int status) => status is 429 or CapacityExceeded or >= 500;

    /// <summary>Reads the wait.</summary>
    /// <param name="status">The answer's status.</param>
    /// <param name="header">The value of a header by its name, case aside; <c>null</c> where it is absent.</param>
    /// <param name="now">The time, for waits that are told as one.</param>
    /// <returns>More than nothing and at most <see cref="Wait.Max"/>; <c>null</c> where none is asked for.</returns>
    public static TimeSpan? Read(int status, Func<string, string?> header, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (!Asks(status))
            return null;
        return Milliseconds(header("retry-after-ms")) ?? Wait.Longest(header("retry-after"), now)
            ?? (status is 429 or 503 or 529 or CapacityExceeded ? RateLimitHeaders.Read(header, now).Reset : null);
    }

    private static TimeSpan? Milliseconds(string? value)
    {
        TimeSpan? longest = null;
        foreach (var part in value.AsSpan().Split(','))
        {
            if (double.TryParse(value.AsSpan(part).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && Wait.OfSeconds(number / 1000) is { } wait && !(wait <= longest))
                longest = wait;
        }

        return longest;
    }
}
