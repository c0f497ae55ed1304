namespace LlmProxy.Metering.Ledger;

/// <summary>Records that are written together; one task for all of them.</summary>
internal sealed class LedgerBatch
{
    /// <summary>Most records of one. From about there on a record more costs as much as it would in a batch of its own.</summary>
    public const int MaxRecords = 512;

    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Dictionary<LedgerRecord, Exception>? _unwritable;

    /// <summary>The records, in the order in which they came.</summary>
    public List<LedgerRecord> Records { get; } = [];

    /// <summary>Whether no more may come: it has its size, or what became of it has been told.</summary>
    public bool IsClosed => Records.Count >= MaxRecords || _written.Task.IsCompleted;

    /// <summary>Ends when the records are on disk, but for those that cannot be written; faults at the first failure, though they are tried again.</summary>
    public Task Written => _written.Task;

    /// <summary>How many records cannot be written.</summary>
    public int UnwritableCount => _unwritable?.Count ?? 0;

    /// <summary>Ends when one of the records is on disk; faults where it cannot be written, whatever becomes of the others.</summary>
    public async Task WrittenAsync(LedgerRecord record)
    {
        await Written;
        if (_unwritable?.GetValueOrDefault(record) is { } failure)
            throw new IOException("The record cannot be written.", failure);
    }

    /// <summary>Nothing is wrong with the store, but with one of the records. Called by the one that writes, before <see cref="Succeeded"/>.</summary>
    /// <returns>Whether that is new.</returns>
    public bool Reject(LedgerRecord record, Exception failure) =>
        (_unwritable ??= new(ReferenceEqualityComparer.Instance)).TryAdd(record, failure);

    /// <summary>They are on disk, those that can be.</summary>
    public void Succeeded() => _written.TrySetResult();

    /// <summary>They are not.</summary>
    public void Failed(Exception failure)
    {
        if (_written.TrySetException(failure))
            _ = _written.Task.Exception; // mostly nobody waits
    }
}
