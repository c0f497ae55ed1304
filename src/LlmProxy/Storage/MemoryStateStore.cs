using System.Collections.Concurrent;

namespace LlmProxy.Storage;

/// <summary>Keeps documents for as long as the process lives.</summary>
internal sealed class MemoryStateStore : IStateStore
{
    private readonly ConcurrentDictionary<(string Collection, string Key), ReadOnlyMemory<byte>> _documents = new();

    /// <inheritdoc/>
    public bool IsDurable => false;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) =>
        new([.. _documents.Where(pair => pair.Key.Collection == collection)
            .Select(pair => new StateDocument(pair.Key.Key, pair.Value)).OrderBy(document => document.Key, StringComparer.Ordinal)]);

    /// <inheritdoc/>
    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => _documents[(collection, key)] = document.ToArray();

    /// <inheritdoc/>
    public void Delete(string collection, string key) => _documents.TryRemove((collection, key), out _);

    /// <inheritdoc/>
    public Task FlushAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;
}
