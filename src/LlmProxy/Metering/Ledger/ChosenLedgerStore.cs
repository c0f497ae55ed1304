using LlmProxy.Storage;

namespace LlmProxy.Metering.Ledger;

/// <summary>The records of the storage that is used, which is opened when the first of them is asked for and not when this is made.</summary>
internal sealed class ChosenLedgerStore(StorageChoice choice) : ILedgerStore
{
    private ILedgerStore Store => choice.Backend.Ledger;

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken) => Store.AppendAsync(records, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, CancellationToken cancellationToken) => Store.ReadAsync(query, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken) =>
        Store.SumAsync(query, grouping, limit, cancellationToken);

    /// <inheritdoc/>
    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken) =>
        Store.TrimAsync(before, maxRecords, cancellationToken);
}
