namespace LlmProxy.Metering.Ledger;

/// <summary>Keeps the records of requests.</summary>
public interface ILedgerStore
{
    /// <summary>Writes records, all or none; they are on disk when this ends. One whose id is there already is left as it is.</summary>
    /// <exception cref="IOException">They could not be written, and may be given again.</exception>
    ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken);

    /// <summary>The records that a query wants, oldest first.</summary>
    IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, CancellationToken cancellationToken);

    /// <summary>Sums of the records that a query wants, one for each value of what it groups by, the dearest first.</summary>
    ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken);

    /// <summary>Removes the oldest records: those before a time, and as many more as make the store larger than it may be.</summary>
    /// <returns>How many were removed.</returns>
    ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken);
}
