namespace LlmProxy.Metering.Ledger;

/// <summary>Records that are written together; one task for all of them.</summary>
internal sealed class LedgerBatch
{
    /// <summary>Most records of one. From about there on a record more costs as much as it would in a batch of its own.</summary>
    public const int MaxRecords = 512;

    private readonly TaskCompletionSource _written = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The records, in the order in which they came.</summary>
    public List<LedgerRecord> Records { get; } = [];

    /// <summary>Whether no more may come: it has its size, or what became of it has been told.</summary>
    public bool IsClosed => Records.Count >= MaxRecords || _written.Task.IsCompleted;

    /// <summary>Ends when the records are on disk; faults at the first failure, though they are tried again.</summary>
    public Task Written => _written.Task;

    /// <summary>They are on disk.</summary>
    public void Succeeded() => _written.TrySetResult();

    /// <summary>They are not.</summary>
    public void Failed(Exception failure)
    {
        if (_written.TrySetException(failure))
            _ = _written.Task.Exception; // mostly nobody waits
    }
}
