namespace LlmProxy.Storage;

/// <summary>The documents of the storage that is used, which is opened when the first of them is asked for and not when this is made.</summary>
/// <remarks>Whoever keeps documents may be made while the configuration is still being read.</remarks>
internal sealed class ChosenStateStore(StorageChoice choice) : IStateStore
{
    private IStateStore Store => choice.Backend.State;

    /// <inheritdoc/>
    public bool IsDurable => Store.IsDurable;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) =>
        Store.LoadAsync(collection, cancellationToken);

    /// <inheritdoc/>
    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => Store.Put(collection, key, document);

    /// <inheritdoc/>
    public void Delete(string collection, string key) => Store.Delete(collection, key);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Store.FlushAsync(cancellationToken);
}
