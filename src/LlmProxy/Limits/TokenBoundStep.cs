using LlmProxy.Core.Errors;
using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Limits;

/// <summary>Refuses prompts that are longer than the route allows. What may be asked for as an answer is capped in each attempt: <see cref="OutputCap"/>.</summary>
/// <remarks>It judges by the first model that is tried; a fallback's tokenizer may count a few per cent more or less.</remarks>
internal sealed class TokenBoundStep(RequestDelegate next, IPromptEstimator estimator)
{
    public Task Invoke(HttpContext context)
    {
        if (LlmExchange.Of(context) is { Route.Limits.MaxInputTokens: { } max } exchange)
            Check(exchange, max);
        return next(context);
    }

    private void Check(LlmExchange exchange, int max)
    {
        var model = exchange.Attempt?.UpstreamModel ?? exchange.Model;
        // Most prompts are far below their limit, and their bytes alone show it.
        if (estimator.UpperBound(exchange, model) <= max)
            return;
        var estimate = estimator.Count(exchange, model);
        if (estimate.Tokens <= max)
            return;
        throw new LlmException(new LlmError(
            400, LlmErrorTypes.InvalidRequest,
            $"The prompt has {(estimate.IsExact ? "" : "about ")}{estimate.Tokens} tokens, and this route takes at most {max}. Shorten it, or leave earlier messages out.",
            "context_length_exceeded", "messages")
        {
            ShouldRetry = false,
        });
    }
}
