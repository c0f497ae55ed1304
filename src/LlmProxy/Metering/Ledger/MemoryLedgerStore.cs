using System.Runtime.CompilerServices;
using LlmProxy.Telemetry;

namespace LlmProxy.Metering.Ledger;

/// <summary>Keeps records for as long as the process lives. Bounded: at <see cref="MaxRecords"/> the oldest goes.</summary>
internal sealed class MemoryLedgerStore : ILedgerStore
{
    /// <summary>Most records, about 1 KiB each.</summary>
    public const int MaxRecords = 100_000;

    private static readonly string Completed = RequestOutcome.Completed.ToTag();

    private readonly Lock _lock = new();
    private readonly Queue<LedgerRecord> _records = new();
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            foreach (var record in records)
            {
                if (!_ids.Add(record.Id))
                    continue;
                _records.Enqueue(record);
                if (_records.Count > MaxRecords)
                    RemoveOldest();
            }
        }

        return default;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await Task.CompletedTask;
        foreach (var record in Find(query))
        {
            cancellationToken.ThrowIfCancellationRequested();
            yield return record;
        }
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken)
    {
        var found = Find(query);
        if (grouping == CostGrouping.None)
            return new([Sum(null, found)]);
        var sums = found.SelectMany(record => CostGroups.Of(record, grouping), (record, group) => (record, group))
            .GroupBy(pair => pair.group, pair => pair.record)
            .Select(group => Sum(group.Key, group));
        return new([.. CostGroups.InOrder(sums).Take(limit)]);
    }

    /// <inheritdoc/>
    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken)
    {
        long removed = 0;
        lock (_lock)
        {
            while (_records.TryPeek(out var oldest) && (oldest.Time < before || _records.Count > maxRecords))
            {
                RemoveOldest();
                removed++;
            }
        }

        return new(removed);
    }

    private List<LedgerRecord> Find(LedgerQuery query)
    {
        lock (_lock)
            return query.Id is { } id && !_ids.Contains(id) ? [] : [.. _records.Where(query.Wants).OrderBy(record => record.Time)];
    }

    private void RemoveOldest() => _ids.Remove(_records.Dequeue().Id);

    private static CostSum Sum(string? group, IEnumerable<LedgerRecord> records) => records.Aggregate(
        new CostSum { Group = group },
        (sum, record) => sum with
        {
            Requests = sum.Requests + 1,
            UnknownCost = sum.UnknownCost + (record.Cost is null ? 1 : 0),
            Estimated = sum.Estimated + (record.IsEstimated ? 1 : 0),
            Failed = sum.Failed + (record.Outcome == Completed ? 0 : 1),
            InputTokens = sum.InputTokens + (record.Usage.InputTokens ?? 0),
            CachedInputTokens = sum.CachedInputTokens + (record.Usage.CachedInputTokens ?? 0),
            OutputTokens = sum.OutputTokens + (record.Usage.OutputTokens ?? 0),
            ReasoningTokens = sum.ReasoningTokens + (record.Usage.ReasoningTokens ?? 0),
            Cost = sum.Cost + (record.Cost ?? 0),
            Saved = sum.Saved + (record.Saved ?? 0),
        });
}
