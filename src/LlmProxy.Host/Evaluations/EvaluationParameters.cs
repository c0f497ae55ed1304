using System.Globalization;
using LlmProxy.Host.Metering;
using LlmProxy.Prompts.Evaluations.Files;

namespace LlmProxy.Host.Evaluations;

/// <summary>Understands what is asked of the evaluation log, the same over HTTP and on the command line.</summary>
internal static class EvaluationParameters
{
    /// <summary>Most requests that a limit can name.</summary>
    public const long MaxLimit = 1_000_000_000;

    /// <summary>Takes one parameter.</summary>
    /// <param name="query">What was asked so far; takes the parameter.</param>
    /// <param name="name">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>What is wrong with it; <c>null</c>: nothing.</returns>
    public static string? Take(ref EvaluationQuery query, string name, string value)
    {
        switch (name)
        {
            case "prompt":
                query = Prompt(query, value);
                return null;
            case "version":
                query = query with { Version = value };
                return null;
            case "from" or "to" when CostsRequestReader.Time(value) is { } time:
                query = name == "from" ? query with { From = time } : query with { To = time };
                return null;
            case "from" or "to":
                return $"'{name}' must be a date or a time as 2026-01-31 or 2026-01-31T13:00:00Z.";
            case "limit" when long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var limit) && limit is >= 1 and <= MaxLimit:
                query = query with { Limit = limit };
                return null;
            case "limit":
                return string.Create(CultureInfo.InvariantCulture, $"'limit' must be a number from 1 to {MaxLimit}.");
            default:
                return $"'{name}' is not known here; there are prompt, version, from, to and limit.";
        }
    }

    /// <summary>A prompt, or one version of it: <c>name</c> or <c>name@version</c>.</summary>
    private static EvaluationQuery Prompt(EvaluationQuery query, string value) => value.IndexOf('@', StringComparison.Ordinal) is var at and > 0
        ? query with { Prompt = value[..at], Version = value[(at + 1)..] }
        : query with { Prompt = value };
}
