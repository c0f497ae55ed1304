using LlmProxy.Exchange;
using LlmProxy.Storage;

namespace LlmProxy.Routing;

/// <summary>Remembers which cluster and tenant made an object that providers keep: a response, a file, a batch.</summary>
/// <remarks>
/// Bounded: at the bound the oldest is forgotten, in memory and in the store, and what is not known (any more) goes to the
/// route's default cluster, as it would without a memory. Answers have one half of the bound and all else the other: answers are made by
/// the thousand, and must not push out a file that is used for months.
/// </remarks>
internal sealed class StoredObjects
{
    private readonly IStateStore? _store;
    private readonly TimeProvider _clock;
    private readonly ObjectRing _answers;
    private readonly ObjectRing _others;
    private volatile bool _isLoaded;
    private volatile FirstTenant? _first;
    private volatile bool _hasSeveral;

    /// <summary>Makes an empty memory.</summary>
    /// <param name="capacity">The bound in force; asked each time, so that a reload takes effect.</param>
    /// <param name="store">Keeps them over a restart; <c>null</c>: nobody does.</param>
    /// <param name="clock">The clock; <c>null</c>: the system's.</param>
    public StoredObjects(Func<int> capacity, IStateStore? store = null, TimeProvider? clock = null)
    {
        // What does not outlive the process need not be kept twice in it.
        _store = store is { IsDurable: true } ? store : null;
        _clock = clock ?? TimeProvider.System;
        _answers = new ObjectRing(() => capacity() / 2, Forget);
        _others = new ObjectRing(() => capacity() - (capacity() / 2), Forget);
    }

    /// <summary>How many objects are remembered.</summary>
    public int Count => _answers.Count + _others.Count;

    /// <summary>Whether all is known that was remembered before; until then nothing can be said of an object that is not known.</summary>
    public bool IsLoaded => _isLoaded || _store is null;

    /// <summary>Whether objects of others than a tenant may be known; <c>false</c>: none is, so none need be looked for.</summary>
    public bool MayHoldOthers(string? tenant) => _hasSeveral || (_first is { } first && first.Name != tenant);

    /// <summary>Takes over what the store remembers, the youngest where that is more than the bound. What was added since stays, as the youngest.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        if (_store is null || _isLoaded)
            return;
        var known = new List<(long Time, bool IsAnswer, string Id, StoredObject Made)>();
        foreach (var document in await _store.LoadAsync(StateCollections.StoredObjects, cancellationToken))
        {
            if (StoredObjectText.TryRead(document.Content, out var made, out var isAnswer, out var time))
            {
                SawTenant(made.Tenant);
                known.Add((time, isAnswer, document.Key, made));
            }
        }

        known.Sort((one, other) => one.Time.CompareTo(other.Time));
        _answers.AddBefore(known.Where(kept => kept.IsAnswer).Select(kept => (kept.Id, kept.Made)));
        _others.AddBefore(known.Where(kept => !kept.IsAnswer).Select(kept => (kept.Id, kept.Made)));
        _isLoaded = true;
    }

    /// <summary>Remembers an object. An id that is known keeps its cluster and tenant: ids are the provider's and never used twice.</summary>
    /// <param name="id">Its id, from 1 to 256 characters; any other is not remembered.</param>
    /// <param name="clusterId">The cluster that has it.</param>
    /// <param name="tenant">Whose request made it.</param>
    /// <param name="isAnswer">Whether it is remembered among the answers, which are many.</param>
    public void Add(string id, string clusterId, string? tenant, bool isAnswer = false)
    {
        var made = new StoredObject(clusterId, tenant);
        SawTenant(tenant);
        if (id.Length is 0 or > 256 || Find(id) is not null || !(isAnswer ? _answers : _others).Add(id, made))
            return;
        _store?.Put(StateCollections.StoredObjects, id, StoredObjectText.Write(made, isAnswer, _clock.GetUtcNow()));
    }

    /// <summary>Remembers the object that an answer names, if the request made one.</summary>
    public void Note(LlmExchange exchange)
    {
        if (exchange is { Answer.Id: { } id, Attempt: { } attempt } && ObjectMaking.Makes(exchange))
            Add(id, attempt.Cluster.ClusterId, exchange.Caller.Tenant, ObjectMaking.IsAnswer(exchange));
    }

    /// <summary>Who made the object, or <c>null</c>.</summary>
    public StoredObject? Find(ReadOnlySpan<char> id) => _others.TryFind(id, out var made) || _answers.TryFind(id, out made) ? made : null;

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

    private void SawTenant(string? tenant)
    {
        if (_first is null)
            Interlocked.CompareExchange(ref _first, new FirstTenant(tenant), null);
        if (_first!.Name != tenant)
            _hasSeveral = true;
    }

    private void Forget(string id) => _store?.Delete(StateCollections.StoredObjects, id);

    private sealed record FirstTenant(string? Name);
}
