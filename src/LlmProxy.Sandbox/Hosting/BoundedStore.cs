using System.Diagnostics.CodeAnalysis;

namespace LlmProxy.Sandbox.Hosting;

/// <summary>Objects by id, in memory. At the bound the oldest is forgotten.</summary>
internal sealed class BoundedStore<T>(int capacity) where T : class
{
    private readonly Lock _gate = new();
    private readonly OrderedDictionary<string, T> _items = new(StringComparer.Ordinal);
    private long _made;

    /// <summary>The number of the next object, from 1, so that two equal uploads get two ids.</summary>
    public ulong NextNumber() => (ulong)Interlocked.Increment(ref _made);

    public void Put(string id, T item)
    {
        lock (_gate)
        {
            _items.Remove(id);
            while (_items.Count >= capacity) _items.RemoveAt(0);
            _items.Add(id, item);
        }
    }

    public bool TryGet(string id, [NotNullWhen(true)] out T? item)
    {
        lock (_gate) return _items.TryGetValue(id, out item);
    }

    public bool Remove(string id)
    {
        lock (_gate) return _items.Remove(id);
    }

    /// <summary>All objects, newest first.</summary>
    public T[] NewestFirst()
    {
        lock (_gate)
        {
            var items = _items.Values.ToArray();
            Array.Reverse(items);
            return items;
        }
    }
}
