using System.Globalization;
using System.Text.RegularExpressions;

namespace LlmProxy.FunctionalTests.Failover.Matrix;

/// <summary>An outcome of the table, read.</summary>
/// <param name="Attempts">How many attempts the request has.</param>
/// <param name="Answers">Who answers, or has begun to; <c>null</c> where nobody does.</param>
/// <param name="Breaks">Whether that answer breaks off.</param>
/// <param name="Errors">The errors of which one is told, each with its status (0 inside a stream) and its code (<c>null</c>: the provider's own).</param>
internal sealed partial record Outcome(int Attempts, string? Answers, bool Breaks, IReadOnlyList<(int Status, string? Code)> Errors)
{
    public static Outcome Parse(string text)
    {
        if (Answer().Match(text) is { Success: true } answer)
        {
            var code = answer.Groups["code"].Value;
            var errors = code.Length == 0 ? [] : new (int, string?)[] { (0, code == "own" ? null : code) };
            return new(Number(answer.Groups["n"].Value), answer.Groups["who"].Value, code.Length > 0, errors);
        }

        var failure = Failure().Match(text);
        Assert.True(failure.Success, $"'{text}' is no outcome.");
        return new(Number(failure.Groups["n"].Value), null, false, [.. failure.Groups["errors"].Value.Split('|').Select(Error)]);
    }

    private static (int, string?) Error(string text) => text.Trim().Split(' ') is [var status, var code]
        ? (Number(status), code)
        : (Number(text.Trim()), null);

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<who>[abc])(?<n>\\d)(! (?<code>[\\w|]+))?$")]
    private static partial Regex Answer();

    [GeneratedRegex("^(?<errors>.*?) ?x(?<n>\\d)$")]
    private static partial Regex Failure();
}
