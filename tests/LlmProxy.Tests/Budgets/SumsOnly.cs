using LlmProxy.Metering.Ledger;
using LlmProxy.Storage;

namespace LlmProxy.Tests.Budgets;

/// <summary>A ledger whose records a test gives.</summary>
internal sealed class SumsOnly(params LedgerRecord[] records) : ILedgerStore
{
    private int _asked;

    /// <summary>How many questions are answered, before it is away; <c>null</c>: all.</summary>
    public int? FailsAfter { get; set; }

    public ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken) => throw new NotSupportedException();

    public IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken)
    {
        if (_asked++ >= FailsAfter)
            throw new StorageException("cannot_open", "The ledger is away.");
        Func<LedgerRecord, string?> group = grouping switch
        {
            CostGrouping.None => _ => null,
            CostGrouping.Key => record => record.KeyId,
            CostGrouping.Tenant => record => record.Tenant,
            CostGrouping.User => record => record.User,
            _ => throw new NotSupportedException(),
        };
        return new([.. records
            .Where(record => record.Time >= query.From && record.Time < query.To && record.Kind == query.Kind)
            .Where(record => query.Tenant is null || record.Tenant == query.Tenant)
            .GroupBy(group)
            .Select(one => new CostSum { Group = one.Key, Cost = one.Sum(record => record.Cost ?? 0) })]);
    }

    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken) => throw new NotSupportedException();
}
