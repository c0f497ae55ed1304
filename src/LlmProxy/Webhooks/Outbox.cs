using LlmProxy.Storage;

namespace LlmProxy.Webhooks;

/// <summary>The deliveries that are owed, in memory and in the state store.</summary>
/// <remarks>
/// A delivery is in the store before it is tried and leaves it when the receiver has it, so that a restart or a crash in between
/// sends it again: at least once. At most <see cref="MaxEvents"/> events wait: at the bound those of usage are given up first,
/// then others, the oldest first; all are counted.
/// </remarks>
internal sealed class Outbox(IStateStore store, WebhookMetrics metrics, int maxEvents = Outbox.MaxEvents)
{
    /// <summary>How many events wait at most.</summary>
    public const int MaxEvents = 10_000;

    private readonly Lock _lock = new();
    private readonly LinkedList<OutboxItem> _items = [];
    private int _events;

    /// <summary>How many events wait.</summary>
    public int Events
    {
        get
        {
            lock (_lock)
                return _events;
        }
    }

    /// <summary>Takes up what was left at the last stop.</summary>
    /// <returns>How many documents could not be read, and were removed.</returns>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task<int> LoadAsync(CancellationToken cancellationToken)
    {
        var broken = 0;
        foreach (var document in await store.LoadAsync(StateCollections.Outbox, cancellationToken))
        {
            try
            {
                Keep(OutboxDocument.Read(document.Key, document.Content));
            }
            catch (FormatException)
            {
                broken++;
                store.Delete(StateCollections.Outbox, document.Key);
            }
        }

        return broken;
    }

    /// <summary>Puts a delivery here.</summary>
    public void Add(OutboxItem item)
    {
        store.Put(StateCollections.Outbox, item.Id, OutboxDocument.Write(item));
        Keep(item);
        if (!item.IsUsage)
            _ = HurryAsync();
    }

    /// <summary>The next delivery that is due for a receiver, which is then under way: untried ones first, the oldest of them first.</summary>
    /// <param name="receiver">The receiver's name.</param>
    /// <param name="now">The clock's reading.</param>
    public OutboxItem? TakeDue(string receiver, DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var item in _items)
            {
                if (item.IsUnderWay || item.Receiver != receiver || item.Due > now)
                    continue;
                item.IsUnderWay = true;
                return item;
            }
        }

        return null;
    }

    /// <summary>The deliveries that were put here before a time and are not under way; to be removed by whoever asks.</summary>
    public List<OutboxItem> TakeOlder(DateTimeOffset before)
    {
        var old = new List<OutboxItem>();
        lock (_lock)
        {
            foreach (var item in _items)
            {
                if (item.Created >= before || item.IsUnderWay)
                    continue;
                item.IsUnderWay = true;
                old.Add(item);
            }
        }

        return old;
    }

    /// <summary>A delivery has failed, and is to be tried again.</summary>
    public void Postpone(OutboxItem item, DateTimeOffset due)
    {
        lock (_lock)
        {
            (item.Tries, item.Due, item.IsUnderWay) = (item.Tries + 1, due, false);
            // Behind all others, so that one which is never taken does not go before those that may be.
            if (_items.Remove(item))
                _items.AddLast(item);
        }
    }

    /// <summary>A delivery is done with, whether the receiver has it or it was given up.</summary>
    public void Remove(OutboxItem item)
    {
        lock (_lock)
        {
            if (_items.Remove(item))
                _events -= item.Count;
        }

        store.Delete(StateCollections.Outbox, item.Id);
    }

    /// <summary>What is told of a budget or a key is rare and matters: the store's next commit has it, and begins at once.</summary>
    private async Task HurryAsync()
    {
        try
        {
            await store.FlushAsync();
        }
        catch (IOException)
        {
            // The store tells of it and tries again; the delivery is tried meanwhile.
        }
    }

    private void Keep(OutboxItem item)
    {
        List<OutboxItem>? dropped = null;
        lock (_lock)
        {
            _items.AddLast(item);
            _events += item.Count;
            while (_events > maxEvents && (Oldest(usage: true) ?? Oldest(usage: false)) is { } oldest)
            {
                _items.Remove(oldest);
                _events -= oldest.Count;
                (dropped ??= []).Add(oldest);
            }
        }

        foreach (var one in dropped ?? [])
        {
            store.Delete(StateCollections.Outbox, one.Id);
            metrics.Dropped(one.Receiver, WebhookMetrics.Full, one.Count);
        }
    }

    private OutboxItem? Oldest(bool usage) => _items.Where(item => item.IsUsage == usage).MinBy(item => item.Created);
}
