using System.Collections.Concurrent;
using LlmProxy.Storage;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>A store that outlives gateways, and fails when it is told to. What is put while it fails waits, as in a real one.</summary>
internal sealed class FailingStore : IStateStore
{
    private readonly ConcurrentDictionary<(string Collection, string Key), ReadOnlyMemory<byte>> _documents = new();

    /// <summary>Whether it can neither be read nor flushed.</summary>
    public bool Fails { get; set; }

    public bool IsDurable => true;

    public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) => Fails && _documents.IsEmpty
        ? throw new IOException("The disk is away.")
        : new([.. _documents.Where(pair => pair.Key.Collection == collection).Select(pair => new StateDocument(pair.Key.Key, pair.Value)).OrderBy(document => document.Key, StringComparer.Ordinal)]);

    public void Put(string collection, string key, ReadOnlyMemory<byte> document) => _documents[(collection, key)] = document.ToArray();

    public void Delete(string collection, string key) => _documents.TryRemove((collection, key), out _);

    public Task FlushAsync(CancellationToken cancellationToken = default) => Fails ? Task.FromException(new IOException("The disk is full.")) : Task.CompletedTask;
}
