namespace LlmProxy.Storage;

/// <summary>Keeps small documents over a restart: keys, limits that were used up, learned factors, ids of stored objects, events to send.</summary>
/// <remarks>
/// Owners hold their documents in memory and load them once at start; a request never reads from here. Writes go behind the
/// requests, in batches and in order; those that wait are bounded, and at the bound a later write of the same key takes the
/// place of the earlier one, else the oldest is written first while callers go on. Safe for use by many threads.
/// </remarks>
public interface IStateStore
{
    /// <summary>Whether what is written here is still there after a restart.</summary>
    bool IsDurable { get; }

    /// <summary>All documents of a collection, in the order of their keys.</summary>
    /// <param name="collection">A name from a closed set, see <see cref="StateCollections"/>.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="IOException">The store cannot be read.</exception>
    ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default);

    /// <summary>Sets a document; returns at once.</summary>
    void Put(string collection, string key, ReadOnlyMemory<byte> document);

    /// <summary>Removes a document, if it is there; returns at once.</summary>
    void Delete(string collection, string key);

    /// <summary>Waits until all that was put and deleted before is on disk.</summary>
    /// <exception cref="IOException">It could not be written; it will be tried again.</exception>
    Task FlushAsync(CancellationToken cancellationToken = default);
}
