using LlmProxy.Limits.Settings;
using LlmProxy.Tenancy;

namespace LlmProxy.Limits;

/// <summary>What one subject may use; <c>null</c>: not limited.</summary>
internal readonly record struct LimitNumbers(long? RequestsPerMinute, long? TokensPerMinute, long? TokensPerDay, int? ConcurrentRequests)
{
    /// <summary>Whether nothing is limited.</summary>
    public bool IsEmpty => RequestsPerMinute is null && TokensPerMinute is null && TokensPerDay is null && ConcurrentRequests is null;

    /// <summary>As configured.</summary>
    public static LimitNumbers Of(LimitOptions options) =>
        new(options.RequestsPerMinute, options.TokensPerMinute, options.TokensPerDay, options.ConcurrentRequests);

    /// <summary>A key's own numbers, and where it has none those of all keys.</summary>
    public static LimitNumbers Of(KeyLimits own, LimitOptions all) => new(
        own.RequestsPerMinute ?? all.RequestsPerMinute,
        own.TokensPerMinute ?? all.TokensPerMinute,
        own.TokensPerDay ?? all.TokensPerDay,
        own.ConcurrentRequests ?? all.ConcurrentRequests);

    /// <summary>One's own numbers, and where there are none those of all; <c>null</c>: there are none at all.</summary>
    public static LimitNumbers Of(LimitOptions? own, LimitOptions all) => own is null ? Of(all) : new(
        own.RequestsPerMinute ?? all.RequestsPerMinute,
        own.TokensPerMinute ?? all.TokensPerMinute,
        own.TokensPerDay ?? all.TokensPerDay,
        own.ConcurrentRequests ?? all.ConcurrentRequests);
}
