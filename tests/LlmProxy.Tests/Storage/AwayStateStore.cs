using LlmProxy.Storage;

namespace LlmProxy.Tests.Storage;

/// <summary>A store that cannot be read while a test says so.</summary>
internal sealed class AwayStateStore(IStateStore store) : IStateStore
{
    /// <summary>Whether reading fails.</summary>
    public bool IsAway { get; set; }

    public bool IsDurable => store.IsDurable;

    public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) =>
        IsAway ? throw new StorageException("cannot_open", "The store is away.") : store.LoadAsync(collection, cancellationToken);

    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => store.Put(collection, key, document);

    public void Delete(string collection, string key) => store.Delete(collection, key);

    public Task FlushAsync(CancellationToken cancellationToken = default) => store.FlushAsync(cancellationToken);
}
