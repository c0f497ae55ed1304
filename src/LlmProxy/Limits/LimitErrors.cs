using System.Diagnostics;
using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Telemetry;

namespace LlmProxy.Limits;

/// <summary>What callers are told of limits.</summary>
internal static class LimitErrors
{
    /// <summary>The error's code, as OpenAI names it.</summary>
    public const string Code = "rate_limit_exceeded";

    /// <summary>A limit has no room now.</summary>
    /// <param name="info">Which.</param>
    /// <param name="limit">What it allows.</param>
    /// <param name="used">What is used or taken of it.</param>
    /// <param name="asked">What the request would take.</param>
    /// <param name="wait">How long until there is room.</param>
    public static LlmError Reached(LimitInfo info, long limit, long used, long asked, TimeSpan wait) => new(
        429,
        LlmErrorTypes.RateLimit,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The limit of {limit} {Unit(info.Kind)} for {Whose(info)} is reached: {used} used or reserved, {asked} asked. Try again in {DurationText.Of(wait)}."),
        Code)
    {
        RetryAfter = wait,
    };

    /// <summary>A request asks more than a limit ever allows.</summary>
    /// <inheritdoc cref="Reached"/>
    public static LlmError TooLarge(LimitInfo info, long limit, long asked) => new(
        429,
        LlmErrorTypes.RateLimit,
        string.Create(
            CultureInfo.InvariantCulture,
            $"Request too large for the limit of {limit} {Unit(info.Kind)} for {Whose(info)}: {asked} asked. Send a shorter prompt, or ask for fewer output tokens."),
        Code)
    {
        ShouldRetry = false,
    };

    /// <summary>The queue before a limit holds no more.</summary>
    public static LlmError QueueFull(LimitInfo info, int length) => new(
        429,
        LlmErrorTypes.RateLimit,
        string.Create(CultureInfo.InvariantCulture, $"{length} requests wait already, some of them for the {Unit(info.Kind)} of {Whose(info)}, and no more may. Try again later."),
        Code)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>There was room in a limit, but others had waited for it longer.</summary>
    public static LlmError OthersFirst(LimitInfo info) => new(
        429,
        LlmErrorTypes.RateLimit,
        $"The request has waited as long as it may for the {Unit(info.Kind)} of {Whose(info)}, where others were first. Try again later.",
        Code)
    {
        RetryAfter = TimeSpan.FromSeconds(1),
    };

    /// <summary>The gateway ends while a request waits.</summary>
    public static LlmError Stopping() => new(503, LlmErrorTypes.Server, "The gateway is stopping; send the request again.", "gateway_stopping");

    private static string Whose(LimitInfo info) => info.Scope == LimitScopes.Total ? "the gateway" : $"{info.Scope} '{SafeText.Of(info.Name)}'";

    private static string Unit(LimitKind kind) => kind switch
    {
        LimitKind.RequestsPerMinute => "requests per minute",
        LimitKind.TokensPerMinute => "tokens per minute",
        LimitKind.TokensPerDay => "tokens per day",
        LimitKind.ConcurrentRequests => "requests at once",
        LimitKind.Budget => "US dollars",
        _ => throw new UnreachableException($"Limit {kind} has no unit."),
    };
}
