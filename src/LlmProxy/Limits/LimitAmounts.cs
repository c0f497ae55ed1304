namespace LlmProxy.Limits;

/// <summary>What one request asks of its limits, or has used of them.</summary>
/// <param name="Tokens">Tokens, of prompt and answer.</param>
/// <param name="Cost">US dollars; <c>null</c>: not known.</param>
/// <param name="Requests">1; 0 for what was not even tried and so does not count as a request.</param>
public readonly record struct LimitAmounts(long Tokens, decimal? Cost, int Requests = 1)
{
    /// <summary>Nothing at all, which gives everything back.</summary>
    public static LimitAmounts None { get; } = new(0, 0m, 0);
}
