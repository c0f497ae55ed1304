using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Tenancy;

/// <summary>What one virtual key may use; <c>null</c>: what is configured for all keys holds.</summary>
public sealed record KeyLimits
{
    /// <summary>No limits of its own.</summary>
    public static KeyLimits None { get; } = new();

    /// <summary>Most requests in a minute. From 1 to 1,000,000,000.</summary>
    [Range(1, 1_000_000_000)]
    public long? RequestsPerMinute { get; init; }

    /// <summary>Most tokens, in and out, in a minute. From 1 to 1,000,000,000,000.</summary>
    [Range(1, 1_000_000_000_000)]
    public long? TokensPerMinute { get; init; }

    /// <summary>Most tokens, in and out, in a day. From 1 to 1,000,000,000,000,000.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long? TokensPerDay { get; init; }

    /// <summary>Most requests at the same time. From 1 to 1,000,000.</summary>
    [Range(1, 1_000_000)]
    public int? ConcurrentRequests { get; init; }

    /// <summary>Most US dollars in a day of UTC. From 0 to 1,000,000,000; at 0 nothing that costs is answered.</summary>
    [Range(0, 1_000_000_000)]
    public decimal? BudgetPerDay { get; init; }

    /// <summary>Most US dollars in a week of UTC, which begins on Monday. From 0 to 1,000,000,000.</summary>
    [Range(0, 1_000_000_000)]
    public decimal? BudgetPerWeek { get; init; }

    /// <summary>Most US dollars in a month of UTC. From 0 to 1,000,000,000.</summary>
    [Range(0, 1_000_000_000)]
    public decimal? BudgetPerMonth { get; init; }
}
