using LlmProxy.Storage;

namespace LlmProxy.Tests.Storage;

/// <summary>A store that cannot be read while a test says so.</summary>
internal sealed class AwayStateStore(IStateStore store) : IStateStore
{
    private int _reads;

    /// <summary>Whether reading fails.</summary>
    public bool IsAway { get; set; }

    /// <summary>How often it was read.</summary>
    public int Reads => Volatile.Read(ref _reads);

    /// <summary>Ends when it was read for the first time.</summary>
    public TaskCompletionSource FirstRead { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public bool IsDurable => store.IsDurable;

    public async ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default)
    {
        if (IsAway)
            throw new StorageException("cannot_open", "The store is away.");
        var documents = await store.LoadAsync(collection, cancellationToken);
        Interlocked.Increment(ref _reads);
        FirstRead.TrySetResult();
        return documents;
    }

    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => store.Put(collection, key, document);

    public void Delete(string collection, string key) => store.Delete(collection, key);

    public Task FlushAsync(CancellationToken cancellationToken = default) => store.FlushAsync(cancellationToken);
}
