using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Writes OpenAI's <c>x-ratelimit-*</c>, of the limit with the least left.</summary>
internal static class LimitHeaders
{
    /// <summary>Sets those of what is counted.</summary>
    public static void Set(IHeaderDictionary headers, LimitStanding standing)
    {
        if (standing.Requests is { } requests)
        {
            headers["x-ratelimit-limit-requests"] = Text(requests.Limit);
            headers["x-ratelimit-remaining-requests"] = Text(requests.Remaining);
            headers["x-ratelimit-reset-requests"] = DurationText.Of(requests.Reset);
        }

        if (standing.Tokens is { } tokens)
        {
            headers["x-ratelimit-limit-tokens"] = Text(tokens.Limit);
            headers["x-ratelimit-remaining-tokens"] = Text(tokens.Remaining);
            headers["x-ratelimit-reset-tokens"] = DurationText.Of(tokens.Reset);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
