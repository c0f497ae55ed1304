using LlmProxy.Exchange;
using LlmProxy.Metering.Tokens;

namespace LlmProxy.Balancing;

/// <summary>Says how large a request is, before its provider does.</summary>
/// <param name="estimator">Counts; <c>null</c>: by the bytes alone.</param>
internal sealed class RequestTokens(IPromptEstimator? estimator = null)
{
    // The usual rule of thumb for English in JSON; all requests are measured by the same rule, and only compared with each other.
    private const int BytesPerToken = 4;

    /// <summary>Tokens of the prompt, roughly; 0 where its body is not read here.</summary>
    public long Prompt(LlmExchange exchange, string? model)
    {
        if (exchange.Body is not { } body)
            return 0;
        return estimator?.UpperBound(exchange, model) ?? (body.Memory.Length / BytesPerToken);
    }

    /// <summary>The most tokens that the answer is expected to have.</summary>
    public long Answer(LlmExchange exchange) => estimator?.OutputReserve(exchange) ?? exchange.Route.Proxy.Tokens.DefaultOutputReserve;
}
