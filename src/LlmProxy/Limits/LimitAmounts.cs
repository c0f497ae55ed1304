namespace LlmProxy.Limits;

/// <summary>What one request asks of its limits, or has used of them.</summary>
/// <param name="Tokens">Tokens, of prompt and answer.</param>
/// <param name="Cost">US dollars; <c>null</c>: not known.</param>
public readonly record struct LimitAmounts(long Tokens, decimal? Cost);
