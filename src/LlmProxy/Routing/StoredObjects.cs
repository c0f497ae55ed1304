using System.Collections.Concurrent;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using LlmProxy.Storage;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Routing;

/// <summary>Remembers which cluster and tenant made an object that providers keep: a response, a file, a batch.</summary>
/// <param name="capacity">The bound in force; asked each time, so that a reload takes effect.</param>
/// <param name="store">Keeps them over a restart; <c>null</c>: nobody does.</param>
/// <param name="clock">The clock; <c>null</c>: the system's.</param>
/// <remarks>
/// Bounded: at the bound the oldest is forgotten, in memory and in the store, and what is not known (any more) goes to the
/// route's default cluster, as it would without a memory.
/// </remarks>
internal sealed class StoredObjects(Func<int> capacity, IStateStore? store = null, TimeProvider? clock = null)
{
    private readonly ConcurrentDictionary<string, StoredObject> _objects = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private int _count;

    // What does not outlive the process need not be kept twice in it.
    private IStateStore? Store => store is { IsDurable: true } ? store : null;

    /// <summary>How many objects are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Takes over what the store remembers, the youngest where that is more than the bound. To be called before the first request.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (Store is not { } kept)
            return;
        var known = new List<(long Time, string Id, StoredObject Made)>();
        foreach (var document in await kept.LoadAsync(StateCollections.StoredObjects, cancellationToken))
        {
            if (StoredObjectText.TryRead(document.Content, out var made, out var time))
                known.Add((time, document.Key, made));
        }

        known.Sort((one, other) => one.Time.CompareTo(other.Time));
        foreach (var (_, id, made) in known)
            Remember(id, made);
    }

    /// <summary>Remembers an object. An id that is known keeps its cluster and tenant: ids are the provider's and never used twice.</summary>
    public void Add(string id, string clusterId, string? tenant)
    {
        var made = new StoredObject(clusterId, tenant);
        if (id.Length is 0 or > 256 || !Remember(id, made))
            return;
        Store?.Put(StateCollections.StoredObjects, id, StoredObjectText.Write(made, _clock.GetUtcNow()));
    }

    /// <summary>Remembers the object that an answer names, if its endpoint makes objects.</summary>
    public void Note(LlmExchange exchange)
    {
        if (exchange is { Answer.Id: { } id, Attempt: { } attempt } && exchange.Path.Endpoint.StoresObject()
            && HttpMethods.IsPost(exchange.Context.Request.Method))
            Add(id, attempt.Cluster.ClusterId, exchange.Caller.Tenant);
    }

    /// <summary>Who made the object, or <c>null</c>.</summary>
    public StoredObject? Find(string id) => _objects.TryGetValue(id, out var made) ? made : null;

    /// <summary>Who made the object which a path of an unknown form names in any of its segments, or <c>null</c>.</summary>
    public StoredObject? FindInPath(string path)
    {
        if (Count == 0)
            return null;
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(segment) is { } made)
                return made;
        }

        return null;
    }

    private bool Remember(string id, in StoredObject made)
    {
        if (!_objects.TryAdd(id, made))
            return false;
        _order.Enqueue(id);
        Interlocked.Increment(ref _count);
        while (Count > capacity() && _order.TryDequeue(out var oldest))
        {
            _objects.TryRemove(oldest, out _);
            Interlocked.Decrement(ref _count);
            Store?.Delete(StateCollections.StoredObjects, oldest);
        }

        return true;
    }
}
