using LlmProxy.Exchange;

namespace LlmProxy.Limits;

/// <summary>Tells what a request may cost, for limits of money. Registered by whoever adds such limits; without it <see cref="LimitAmounts.Cost"/> is not known.</summary>
internal interface ICostEstimate
{
    /// <summary>The most that it may cost.</summary>
    /// <param name="exchange">The request, with the target that it goes to first.</param>
    /// <param name="inputTokens">At most so many tokens of prompt.</param>
    /// <param name="outputTokens">At most so many tokens of answer.</param>
    /// <returns>US dollars; <c>null</c>: not known.</returns>
    decimal? Of(LlmExchange exchange, long inputTokens, long outputTokens);
}
