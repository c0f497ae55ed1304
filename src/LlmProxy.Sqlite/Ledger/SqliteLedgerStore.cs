using System.Runtime.CompilerServices;
using LlmProxy.Metering.Ledger;

namespace LlmProxy.Sqlite.Ledger;

/// <summary>Keeps records in a table.</summary>
internal sealed class SqliteLedgerStore(SqliteWriter writer, SqliteReaders readers) : ILedgerStore
{
    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken) =>
        await writer.RunAsync(session => LedgerInsert.Run(session, records));

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var place = LedgerPlace.Start;
        while (true)
        {
            var from = place;
            var (records, last) = await readers.RunAsync(connection => LedgerRows.Page(connection, query, from), cancellationToken);
            place = last;
            foreach (var record in records)
                yield return record;
            if (records.Count < LedgerRows.PageSize)
                yield break;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<CostSum>> SumAsync(
        LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken) =>
        await readers.RunAsync(connection => LedgerSums.Run(connection, query, grouping, limit), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken)
    {
        long removed = 0;
        if (before is { } time)
            removed += await RepeatAsync(session => LedgerTrim.RemoveOld(session, LedgerTime.Of(time)), cancellationToken);
        if (maxRecords is { } most)
            removed += await RepeatAsync(session => LedgerTrim.RemoveTooMany(session, most), cancellationToken);
        return removed;
    }

    private async Task<long> RepeatAsync(Func<SqliteSession, int> remove, CancellationToken cancellationToken)
    {
        long total = 0;
        int removed;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            removed = await writer.RunAsync(remove);
            total += removed;
        }
        while (removed == LedgerTrim.BatchSize);
        return total;
    }
}
