using LlmProxy.Metering.Ledger;

namespace LlmProxy.Host.Metering;

/// <summary>What somebody wants to know about costs.</summary>
/// <param name="Query">Of which records.</param>
/// <param name="Grouping">Summed up by what.</param>
/// <param name="Limit">At most so many sums.</param>
/// <param name="IsCsv">Whether an export is CSV; else it is JSON Lines.</param>
internal sealed record CostsRequest(LedgerQuery Query, CostGrouping Grouping, int Limit, bool IsCsv);
