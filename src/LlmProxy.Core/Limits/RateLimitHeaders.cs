using System.Collections.Frozen;
using System.Globalization;
using System.Net.Http.Headers;

namespace LlmProxy.Core.Limits;

/// <summary>Reads the rate limit headers of all providers that have some.</summary>
/// <remarks>
/// They are: OpenAI's, which Azure, Groq and xAI have too (<c>x-ratelimit-remaining-requests</c>); Anthropic's
/// (<c>anthropic-ratelimit-requests-remaining</c>), Mistral's (<c>x-ratelimit-remaining-req-minute</c>), Together's
/// (<c>x-ratelimit-remaining</c>) and those of Cohere's trial keys. Anthropic's priority headers are left out: beyond them
/// requests are served at the standard tier. Numbers may have decimals; a negative one is no number; of values that a
/// proxy on the way has joined with commas, the smallest counts, and the longest reset.
/// </remarks>
public static class RateLimitHeaders
{
    /// <summary>Those of the windows that count requests come first; of two that are as tight the earlier one counts.</summary>
    private static readonly RateWindowNames[] Windows =
    [
        OpenAi("-requests"),
        Anthropic("requests"),
        OpenAi("-req-minute"),
        OpenAi("-req-10-second"),
        OpenAi(""),
        new("x-trial-endpoint-call-remaining", "x-trial-endpoint-call-limit", null),
        new(null, "x-endpoint-monthly-call-limit", null),
        OpenAi("-tokens"),
        Anthropic("tokens"),
        Anthropic("input-tokens"),
        Anthropic("output-tokens"),
        OpenAi("-tokens-minute"),
        OpenAi("-tokens-month"),
        new("ratelimitbysize-remaining", "ratelimitbysize-limit", "ratelimitbysize-reset"),
    ];

    private const int RequestWindows = 7;

    private static readonly FrozenDictionary<string, int> Slots = Windows
        .SelectMany((names, window) => names.Slots(window * RateLimitTexts.OfWindow))
        .ToFrozenDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads what an answer's headers tell; never fails. Each is looked at once, and nothing is allocated while no limit is used up.</summary>
    /// <param name="headers">The headers.</param>
    /// <param name="now">The time, for resets that are told as one.</param>
    public static RateLimits Read(HttpHeadersNonValidated headers, DateTimeOffset now)
    {
        var texts = default(RateLimitTexts);
        var isEmpty = true;
        foreach (var (name, values) in headers)
        {
            if (!Slots.TryGetValue(name, out var slot))
                continue;
            texts[slot] = values.ToString();
            isEmpty = false;
        }

        return isEmpty ? default : Read(texts, now);
    }

    /// <summary>Reads what the headers tell; never fails.</summary>
    /// <param name="header">The value of a header by its name, case aside; <c>null</c> where it is absent.</param>
    /// <param name="now">The time, for resets that are told as one.</param>
    public static RateLimits Read(Func<string, string?> header, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        var texts = default(RateLimitTexts);
        foreach (var (name, slot) in Slots)
            texts[slot] = header(name);
        return Read(texts, now);
    }

    private static RateLimits Read(in RateLimitTexts texts, DateTimeOffset now)
    {
        var requests = Tightest(texts, 0, RequestWindows, now);
        var tokens = Tightest(texts, RequestWindows, Windows.Length, now);
        return new RateLimits(requests.Remaining, requests.Limit, tokens.Remaining, tokens.Limit, Reset(requests, tokens));
    }

    private static RateWindow Tightest(in RateLimitTexts texts, int from, int to, DateTimeOffset now)
    {
        var tightest = default(RateWindow);
        for (var window = from; window < to; window++)
        {
            var first = window * RateLimitTexts.OfWindow;
            var (remaining, limit) = (Number(texts[first]), Number(texts[first + 1]));
            // When it is full again matters only of one that is used up, and may be a date, which takes long to read.
            var reset = remaining == 0 ? Wait.Longest(texts[first + 2], now) : null;
            tightest = tightest.Tighter(new(remaining, limit, reset));
        }

        return tightest;
    }

    /// <summary>That of the window that is used up; a reset of one with something left says nothing about when to come again.</summary>
    private static TimeSpan? Reset(RateWindow requests, RateWindow tokens)
    {
        var ofRequests = requests.IsUsedUp ? requests.Reset : null;
        var ofTokens = tokens.IsUsedUp ? tokens.Reset : null;
        return ofRequests > ofTokens ? ofRequests : ofTokens ?? ofRequests;
    }

    private static long? Number(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return null;
        long? smallest = null;
        foreach (var part in text.AsSpan().Split(','))
        {
            if (decimal.TryParse(text.AsSpan(part).Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                && number <= long.MaxValue && !((long)number >= smallest))
                smallest = (long)number;
        }

        return smallest;
    }

    private static RateWindowNames OpenAi(string suffix) =>
        new("x-ratelimit-remaining" + suffix, "x-ratelimit-limit" + suffix, "x-ratelimit-reset" + suffix);

    private static RateWindowNames Anthropic(string what) =>
        new($"anthropic-ratelimit-{what}-remaining", $"anthropic-ratelimit-{what}-limit", $"anthropic-ratelimit-{what}-reset");
}
