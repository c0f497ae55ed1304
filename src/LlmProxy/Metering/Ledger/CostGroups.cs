using System.Diagnostics;
using System.Globalization;

namespace LlmProxy.Metering.Ledger;

/// <summary>What records have in common when costs are summed up.</summary>
public static class CostGroups
{
    /// <summary>The name of a day, <c>2026-01-31</c>.</summary>
    public static string Day(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>The name of an hour, by when it begins: <c>2026-01-31T13:00:00Z</c>.</summary>
    public static string Hour(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH':00:00Z'", CultureInfo.InvariantCulture);

    /// <summary>The groups that a record counts in; several only for its labels.</summary>
    internal static IReadOnlyList<string?> Of(LedgerRecord record, CostGrouping grouping) =>
        grouping == CostGrouping.Tag && record.Tags.Count > 0 ? [.. record.Tags.Distinct(StringComparer.Ordinal)] : [One(record, grouping)];

    /// <summary>The dearest first; of equals the one with more requests, then by name.</summary>
    public static IEnumerable<CostSum> InOrder(IEnumerable<CostSum> sums) =>
        sums.OrderByDescending(sum => sum.Cost).ThenByDescending(sum => sum.Requests).ThenBy(sum => sum.Group, StringComparer.Ordinal);

    private static string? One(LedgerRecord record, CostGrouping grouping) => grouping switch
    {
        CostGrouping.None or CostGrouping.Tag => null,
        CostGrouping.Model => record.ModelUsed,
        CostGrouping.User => record.User,
        CostGrouping.Tenant => record.Tenant,
        CostGrouping.Key => record.KeyId,
        CostGrouping.Day => Day(record.Time),
        CostGrouping.Hour => Hour(record.Time),
        _ => throw new UnreachableException($"Costs cannot be summed up by {grouping}."),
    };
}
