namespace LlmProxy.Sqlite.State;

/// <summary>What is to be written of documents, the last word on each; in the order of the first. Safe for use by many threads.</summary>
internal sealed class StateQueue
{
    /// <summary>Most documents that wait; beyond it the oldest is given up.</summary>
    public const int MaxDocuments = 100_000;

    /// <summary>Most bytes that wait; beyond it the oldest is given up.</summary>
    public const long MaxBytes = 64 * 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Collection, string Key), LinkedListNode<StateWrite>> _places = [];
    private readonly LinkedList<StateWrite> _writes = new();
    private StateWrite[] _taken = [];
    private long _bytes;

    /// <summary>How many documents wait.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
                return _writes.Count;
        }
    }

    /// <summary>Adds a write; an earlier one of the same document is none any more.</summary>
    /// <returns>How many others were given up for it.</returns>
    public int Add(in StateWrite write)
    {
        lock (_lock)
        {
            if (_places.TryGetValue((write.Collection, write.Key), out var earlier))
            {
                _bytes += Size(write) - Size(earlier.Value);
                earlier.Value = write;
            }
            else
            {
                _places[(write.Collection, write.Key)] = _writes.AddLast(write);
                _bytes += Size(write);
            }

            return Shrink();
        }
    }

    /// <summary>Takes all that waits, until <see cref="Written"/> or <see cref="PutBack"/>.</summary>
    public StateWrite[] TakeAll()
    {
        lock (_lock)
        {
            StateWrite[] writes = _taken = [.. _writes];
            _writes.Clear();
            _places.Clear();
            _bytes = 0;
            return writes;
        }
    }

    /// <summary>What was taken is in the store.</summary>
    public void Written()
    {
        lock (_lock)
            _taken = [];
    }

    /// <summary>What may not be in the store yet of a collection: the last word on each document.</summary>
    public Dictionary<string, byte[]?> Pending(string collection)
    {
        var pending = new Dictionary<string, byte[]?>(StringComparer.Ordinal);
        lock (_lock)
        {
            foreach (var write in _taken.Concat(_writes))
            {
                if (write.Collection == collection)
                    pending[write.Key] = write.Document;
            }
        }

        return pending;
    }

    /// <summary>Puts back, in front, what could not be written, but for what has a later word by now.</summary>
    /// <returns>How many were given up.</returns>
    public int PutBack(StateWrite[] writes)
    {
        lock (_lock)
        {
            _taken = [];
            for (var i = writes.Length - 1; i >= 0; i--)
            {
                var write = writes[i];
                if (_places.ContainsKey((write.Collection, write.Key)))
                    continue;
                _places[(write.Collection, write.Key)] = _writes.AddFirst(write);
                _bytes += Size(write);
            }

            return Shrink();
        }
    }

    // With what the entry itself takes, roughly.
    private static long Size(in StateWrite write) => 128 + ((long)write.Key.Length * sizeof(char)) + (write.Document?.Length ?? 0);

    private int Shrink()
    {
        var lost = 0;
        while (_writes.First is { } oldest && (_writes.Count > MaxDocuments || _bytes > MaxBytes))
        {
            _writes.RemoveFirst();
            _places.Remove((oldest.Value.Collection, oldest.Value.Key));
            _bytes -= Size(oldest.Value);
            lost++;
        }

        return lost;
    }
}
