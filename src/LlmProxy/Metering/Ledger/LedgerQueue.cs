namespace LlmProxy.Metering.Ledger;

/// <summary>The records that wait to be written, in batches. Safe for use by many threads.</summary>
internal sealed class LedgerQueue
{
    private readonly Lock _lock = new();
    private readonly LinkedList<LedgerBatch> _batches = new();
    private LedgerBatch? _writing;
    private int _count;

    /// <summary>How many records wait, those that are being written included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Adds a record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="most">How many may wait; beyond it the oldest batch that is not being written goes.</param>
    /// <param name="dropped">How many records went.</param>
    /// <param name="isFull">Whether a batch has become full.</param>
    /// <returns>The batch that the record is in.</returns>
    public LedgerBatch Add(LedgerRecord record, int most, out int dropped, out bool isFull)
    {
        LedgerBatch? lost = null;
        LedgerBatch batch;
        lock (_lock)
        {
            if (_count >= most && (_batches.First?.Value == _writing ? _batches.First?.Next : _batches.First) is { } oldest)
            {
                lost = oldest.Value;
                _batches.Remove(oldest);
                _count -= lost.Records.Count;
            }

            if (_batches.Last?.Value is { IsClosed: false } last && last != _writing)
                batch = last;
            else
                _batches.AddLast(batch = new LedgerBatch());
            batch.Records.Add(record);
            _count++;
            isFull = batch.IsClosed;
        }

        dropped = lost?.Records.Count ?? 0;
        lost?.Failed(new IOException("The ledger's store was away for too long; the record was dropped."));
        return batch;
    }

    /// <summary>The oldest batch, to be written: nothing is added to it any more. <c>null</c> where nothing waits.</summary>
    public LedgerBatch? Take()
    {
        lock (_lock)
            return _writing = _batches.First?.Value;
    }

    /// <summary>The batch that was taken is on disk.</summary>
    public void Remove(LedgerBatch batch)
    {
        lock (_lock)
        {
            _batches.Remove(batch);
            _count -= batch.Records.Count;
            _writing = null;
        }
    }

    /// <summary>The store is away: whoever waits for a record is told so. The records stay.</summary>
    public void Fail(Exception failure)
    {
        LedgerBatch[] waiting;
        lock (_lock)
        {
            waiting = [.. _batches];
            _writing = null;
        }

        foreach (var batch in waiting)
            batch.Failed(failure);
    }
}
