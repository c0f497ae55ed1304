using System.Collections.Concurrent;
using LlmProxy.Storage;

namespace LlmProxy.Tests.Support;

/// <summary>A state store that outlives what uses it, as one on disk does.</summary>
internal sealed class KeptStateStore : IStateStore
{
    private readonly ConcurrentDictionary<(string Collection, string Key), ReadOnlyMemory<byte>> _documents = new();

    /// <summary>What those wait for who want their documents on disk.</summary>
    public Task Flushed { get; set; } = Task.CompletedTask;

    public bool IsDurable => true;

    public IEnumerable<string> KeysOf(string collection) => _documents.Keys.Where(key => key.Collection == collection).Select(key => key.Key);

    public ReadOnlyMemory<byte> Get(string collection, string key) => _documents[(collection, key)];

    public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) =>
        new([.. KeysOf(collection).Order(StringComparer.Ordinal).Select(key => new StateDocument(key, _documents[(collection, key)]))]);

    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => _documents[(collection, key)] = document.ToArray();

    public void Delete(string collection, string key) => _documents.TryRemove((collection, key), out _);

    public Task FlushAsync(CancellationToken cancellationToken = default) => Flushed;
}
