using System.Diagnostics;
using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Limits;
using LlmProxy.Telemetry;

namespace LlmProxy.Budgets;

/// <summary>What callers are told about money.</summary>
internal static class BudgetErrors
{
    /// <summary>OpenAI's type and code for an account without money.</summary>
    public const string InsufficientQuota = "insufficient_quota";

    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(1);

    /// <summary>A hard limit has no room.</summary>
    /// <remarks>
    /// Where only other requests under way stand in between, room may come as soon as they are settled; else it comes with the next
    /// period, and an SDK that tried again before would only add load.
    /// </remarks>
    public static LimitRefusal Refusal(LimitInfo info, in BudgetReading lacking, decimal cost, DateTimeOffset now)
    {
        var comesSoon = lacking.Spent + cost <= lacking.Limit;
        var error = new LlmError(429, InsufficientQuota, Message(info, lacking, cost), InsufficientQuota)
        {
            ShouldRetry = comesSoon,
            RetryAfter = comesSoon ? Soon : lacking.End - now,
        };
        return new LimitRefusal(info, error, MayWait: comesSoon);
    }

    /// <summary>A model has no price.</summary>
    public static LlmException UnknownPrice(string cluster, string? model) => new(new LlmError(
        400, LlmErrorTypes.InvalidRequest,
        $"What this request costs is not known: {Shown(model)} on cluster '{cluster}' has no price, and a budget applies. Its price can be set under 'LlmProxy:Prices:Models'; 'LlmProxy:Budgets:UnknownPrice' says what becomes of such requests.",
        "price_unknown", "model")
    {
        ShouldRetry = false,
    });

    /// <summary>The budget of all is used up, and the prompt is too long for an emergency.</summary>
    /// <param name="tokens">How long it is; <c>null</c>: longer than <paramref name="limit"/>, and counted no further.</param>
    /// <param name="limit">How long it may be.</param>
    /// <param name="wait">How long the emergency lasts.</param>
    public static LlmException TooLong(long? tokens, int limit, TimeSpan wait) => Emergency(
        string.Create(CultureInfo.InvariantCulture, $"The gateway's budget is used up. Until the next period prompts of at most {limit:#,0} tokens are answered; this one has {(tokens is null ? "more" : $"{tokens:#,0}")}."), wait);

    /// <summary>The budget of all is used up, and the request cannot go to the cheap model.</summary>
    public static LlmException NotCheap(string? model, string? cheap, TimeSpan wait) => Emergency(
        $"The gateway's budget is used up. Until the next period only '{cheap}' answers, and this request for {Shown(model)} cannot be sent there.", wait);

    private static LlmException Emergency(string message, TimeSpan wait) =>
        new(new LlmError(429, InsufficientQuota, message, "budget_emergency") { ShouldRetry = false, RetryAfter = wait });

    private static string Message(LimitInfo info, in BudgetReading lacking, decimal cost)
    {
        var period = lacking.Period switch
        {
            BudgetPeriod.Day => "today",
            BudgetPeriod.Week => "this week",
            BudgetPeriod.Month => "this month",
            _ => throw new UnreachableException($"Period {lacking.Period} has no words."),
        };
        // What all callers together spend is no single caller's business.
        if (info.Scope == BudgetOwner.All.ScopeName)
            return $"The gateway's budget for {period} is used up. It begins anew at {lacking.End.UtcDateTime:u}.";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"The budget of {info.Scope} '{SafeText.Of(info.Name)}' for {period} is ${lacking.Limit:0.00##########}: ${lacking.Spent:0.00##########} is spent, requests under way hold ${lacking.Reserved:0.00##########}, and this one may cost up to ${cost:0.00##########}. It begins anew at {lacking.End.UtcDateTime:u}; a smaller bound on output tokens may fit before.");
    }

    private static string Shown(string? model) => model is null ? "what it asks for" : $"model '{SafeText.Of(model)}'";
}
