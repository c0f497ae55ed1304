using System.Collections.Concurrent;

namespace LlmProxy.Routing;

/// <summary>A bounded memory of objects; at the bound the oldest is forgotten.</summary>
/// <param name="capacity">The bound in force; asked each time, so that a reload takes effect.</param>
/// <param name="forgotten">Told of each id that is forgotten.</param>
internal sealed class ObjectRing(Func<int> capacity, Action<string> forgotten)
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private int _count;

    /// <summary>How many objects are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Remembers an object; <c>false</c>: its id is known, and stays whose it was.</summary>
    public bool Add(string id, in StoredObject made)
    {
        if (!_objects.TryAdd(id, made))
            return false;
        _order.Enqueue(id);
        Interlocked.Increment(ref _count);
        Trim();
        return true;
    }

    /// <summary>Takes over what was made before anything that is here; its word on whose an object is holds.</summary>
    /// <param name="oldestFirst">The objects in the order of their age.</param>
    public void AddBefore(IEnumerable<(string Id, StoredObject Made)> oldestFirst)
    {
        // Requests may add meanwhile, and what they add is young wherever it comes to stand.
        var young = new List<string>();
        while (_order.TryDequeue(out var id))
            young.Add(id);
        foreach (var (id, made) in oldestFirst)
        {
            if (_objects.TryAdd(id, made))
            {
                _order.Enqueue(id);
                Interlocked.Increment(ref _count);
            }
            else
            {
                _objects[id] = made;
            }
        }

        foreach (var id in young)
            _order.Enqueue(id);
        Trim();
    }

    /// <summary>Who made the object; <c>false</c>: it is not known here.</summary>
    public bool TryFind(ReadOnlySpan<char> id, out StoredObject made) =>
        _objects.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out made);

    private void Trim()
    {
        while (Count > capacity() && _order.TryDequeue(out var oldest))
        {
            _objects.TryRemove(oldest, out _);
            Interlocked.Decrement(ref _count);
            forgotten(oldest);
        }
    }
}
