namespace LlmProxy.Core.Limits;

/// <summary>What a provider's answer tells about its limits; <c>null</c> for each number that it does not tell.</summary>
/// <param name="RemainingRequests">Requests that are left, from 0; of several windows, of that with the fewest.</param>
/// <param name="LimitRequests">Requests that this window allows.</param>
/// <param name="RemainingTokens">Tokens that are left, from 0; of several windows, of that with the fewest.</param>
/// <param name="LimitTokens">Tokens that this window allows.</param>
/// <param name="Reset">How long until what is used up, requests or tokens, is full again; <c>null</c> while nothing is used up.</param>
public readonly record struct RateLimits(
    long? RemainingRequests, long? LimitRequests, long? RemainingTokens, long? LimitTokens, TimeSpan? Reset)
{
    /// <summary>Whether the answer tells of no limit at all.</summary>
    public bool IsEmpty => this == default;
}
