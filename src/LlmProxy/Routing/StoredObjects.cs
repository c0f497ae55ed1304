using System.Collections.Concurrent;
using LlmProxy.Endpoints;
using LlmProxy.Exchange;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Routing;

/// <summary>Remembers which cluster made an object that providers keep: a response, a file, a batch.</summary>
/// <param name="capacity">The bound in force; asked each time, so that a reload takes effect.</param>
/// <remarks>
/// In memory, bounded: at the bound the oldest is forgotten, and what is not known (any more) goes to the route's default
/// cluster, as it would without a memory.
/// </remarks>
internal sealed class StoredObjects(Func<int> capacity)
{
    private readonly ConcurrentDictionary<string, string> _clusters = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _order = new();
    private int _count;

    /// <summary>How many objects are remembered.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Remembers an object. An id that is known keeps its cluster: ids are the provider's and never used twice.</summary>
    public void Add(string id, string clusterId)
    {
        if (id.Length is 0 or > 256 || !_clusters.TryAdd(id, clusterId))
            return;
        _order.Enqueue(id);
        Interlocked.Increment(ref _count);
        while (Count > capacity() && _order.TryDequeue(out var oldest))
        {
            _clusters.TryRemove(oldest, out _);
            Interlocked.Decrement(ref _count);
        }
    }

    /// <summary>Remembers the object that an answer names, if its endpoint makes objects.</summary>
    public void Note(LlmExchange exchange)
    {
        if (exchange is { Answer.Id: { } id, Attempt: { } attempt } && exchange.Path.Endpoint.StoresObject()
            && HttpMethods.IsPost(exchange.Context.Request.Method))
            Add(id, attempt.Cluster.ClusterId);
    }

    /// <summary>The cluster that made the object, or <c>null</c>.</summary>
    public string? Find(string id) => _clusters.GetValueOrDefault(id);

    /// <summary>The cluster that made the object which a path of an unknown form names in any of its segments, or <c>null</c>.</summary>
    public string? FindInPath(string path)
    {
        if (Count == 0)
            return null;
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            if (Find(segment) is { } cluster)
                return cluster;
        }

        return null;
    }
}
