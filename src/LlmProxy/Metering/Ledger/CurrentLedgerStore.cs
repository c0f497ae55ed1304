using System.Runtime.CompilerServices;

namespace LlmProxy.Metering.Ledger;

/// <summary>The ledger as those see it who ask for sums and records: what still waits is written first.</summary>
internal sealed class CurrentLedgerStore(ILedgerStore store, LedgerWriter writer, TimeProvider clock) : ILedgerStore
{
    /// <summary>How long a question waits for that. A store that cannot be written may still be read.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken) =>
        store.AppendAsync(records, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        await foreach (var record in store.ReadAsync(query, cancellationToken))
            yield return record;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CostSum>> SumAsync(
        LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        return await store.SumAsync(query, grouping, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken) =>
        store.TrimAsync(before, maxRecords, cancellationToken);

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        try
        {
            await writer.FlushAsync().WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception e) when (e is IOException or TimeoutException)
        {
            // Health tells; the answer is then of what is on disk.
        }
    }
}
