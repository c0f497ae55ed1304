using System.Globalization;

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
    /// <summary>Reads what the headers tell; never fails.</summary>
    /// <param name="header">The value of a header by its name, case aside; <c>null</c> where it is absent.</param>
    /// <param name="now">The time, for resets that are told as one.</param>
    public static RateLimits Read(Func<string, string?> header, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(header);
        var source = new Source(header, now);
        var requests = source.OpenAi("-requests")
            .Tighter(source.Anthropic("requests"))
            .Tighter(source.OpenAi("-req-minute"))
            .Tighter(source.OpenAi("-req-10-second"))
            .Tighter(source.OpenAi(""))
            .Tighter(source.Named("x-trial-endpoint-call-remaining", "x-trial-endpoint-call-limit", null))
            .Tighter(source.Named(null, "x-endpoint-monthly-call-limit", null));
        var tokens = source.OpenAi("-tokens")
            .Tighter(source.Anthropic("tokens"))
            .Tighter(source.Anthropic("input-tokens"))
            .Tighter(source.Anthropic("output-tokens"))
            .Tighter(source.OpenAi("-tokens-minute"))
            .Tighter(source.OpenAi("-tokens-month"))
            .Tighter(source.Named("ratelimitbysize-remaining", "ratelimitbysize-limit", "ratelimitbysize-reset"));
        return new RateLimits(requests.Remaining, requests.Limit, tokens.Remaining, tokens.Limit, Reset(requests, tokens));
    }

    /// <summary>That of the window that is used up; a reset of one with something left says nothing about when to come again.</summary>
    private static TimeSpan? Reset(RateWindow requests, RateWindow tokens)
    {
        var ofRequests = requests.IsUsedUp ? requests.Reset : null;
        var ofTokens = tokens.IsUsedUp ? tokens.Reset : null;
        return ofRequests > ofTokens ? ofRequests : ofTokens ?? ofRequests;
    }

    private readonly struct Source(Func<string, string?> header, DateTimeOffset now)
    {
        public RateWindow OpenAi(string suffix) =>
            Named("x-ratelimit-remaining" + suffix, "x-ratelimit-limit" + suffix, "x-ratelimit-reset" + suffix);

        public RateWindow Anthropic(string what) => Named(
            $"anthropic-ratelimit-{what}-remaining", $"anthropic-ratelimit-{what}-limit", $"anthropic-ratelimit-{what}-reset");

        public RateWindow Named(string? remaining, string limit, string? reset) =>
            new(Number(remaining), Number(limit), reset is null ? null : Wait.Longest(header(reset), now));

        private long? Number(string? name)
        {
            if (name is null || header(name) is not { Length: > 0 } text)
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
    }
}
