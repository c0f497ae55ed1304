using System.Globalization;
using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Refuses prompts that are longer than the route allows. What may be asked for as an answer is capped in each attempt: <see cref="OutputCap"/>.</summary>
/// <remarks>
/// It judges by the first model that is tried; a fallback's tokenizer may count a few per cent more or less. It comes before limits and
/// budgets, which would have to count the prompt to its end; a request that it refuses counts as one of its limits of requests.
/// </remarks>
internal sealed class TokenBoundStep(RequestDelegate next, IPromptEstimator estimator, RequestToll toll)
{
    /// <summary>A prompt of no more bytes is counted to its end, in a few milliseconds, so that the caller is told how long it is.</summary>
    private const int CheapBytes = 64 * 1024;

    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Route.Limits.MaxInputTokens: { } max } exchange)
            Check(exchange, max);
        return next(context);
    }

    private void Check(LlmExchange exchange, int max)
    {
        var model = exchange.Attempt?.UpstreamModel ?? exchange.WantedModel;
        // Most prompts are far below their limit, and their bytes alone show it.
        var bound = estimator.UpperBound(exchange, model);
        if (bound <= max)
            return;
        var estimate = bound <= CheapBytes ? estimator.Count(exchange, model) : estimator.CountUpTo(exchange, model, max);
        if (estimate is { } counted && counted.Tokens <= max)
            return;
        toll.Take(exchange);
        throw TooLong(estimate, max);
    }

    private static LlmException TooLong(PromptEstimate? estimate, int max)
    {
        var tokens = estimate is not { } counted ? string.Create(CultureInfo.InvariantCulture, $"more than {max}")
            : string.Create(CultureInfo.InvariantCulture, $"{(counted.IsExact ? "" : "about ")}{counted.Tokens}");
        return new(new LlmError(
            400, LlmErrorTypes.InvalidRequest,
            $"The prompt has {tokens} tokens, and this route takes at most {max}. Shorten it, or leave earlier messages out.",
            "context_length_exceeded", "messages")
        {
            ShouldRetry = false,
        });
    }
}
