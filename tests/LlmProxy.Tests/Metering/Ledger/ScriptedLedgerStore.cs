using LlmProxy.Metering.Ledger;

namespace LlmProxy.Tests.Metering.Ledger;

/// <summary>A store whose writes do what a test says.</summary>
internal sealed class ScriptedLedgerStore : ILedgerStore
{
    private readonly MemoryLedgerStore _memory = new();

    /// <summary>Runs before each write; may wait, or throw.</summary>
    public Func<Task> OnWrite { get; set; } = static () => Task.CompletedTask;

    /// <summary>The id of a record that cannot be written.</summary>
    public string? Unwritable { get; set; }

    /// <summary>How many records each write had that succeeded.</summary>
    public List<int> Writes { get; } = [];

    public async ValueTask AppendAsync(IReadOnlyList<LedgerRecord> records, CancellationToken cancellationToken)
    {
        await OnWrite();
        if (records.Any(record => record.Id == Unwritable))
            throw new InvalidOperationException("The record is none.");
        await _memory.AppendAsync(records, cancellationToken);
        Writes.Add(records.Count);
    }

    public IAsyncEnumerable<LedgerRecord> ReadAsync(LedgerQuery query, CancellationToken cancellationToken) => _memory.ReadAsync(query, cancellationToken);

    public ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, int limit, CancellationToken cancellationToken) =>
        _memory.SumAsync(query, grouping, limit, cancellationToken);

    /// <summary>Why nothing can be trimmed; <c>null</c>: it can.</summary>
    public Exception? TrimFailure { get; set; }

    public ValueTask<long> TrimAsync(DateTimeOffset? before, long? maxRecords, CancellationToken cancellationToken) =>
        TrimFailure is not null ? throw TrimFailure : _memory.TrimAsync(before, maxRecords, cancellationToken);
}
