using LlmProxy.Storage;
using LlmProxy.Webhooks;

namespace LlmProxy.Tests.Webhooks;

public sealed class OutboxTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void Add_WhatIsNoUsage_IsWrittenAtOnce(bool isUsage, int flushes)
    {
        var store = new FlushedStore();
        using var fixture = new WebhookFixture(store);

        fixture.Outbox.Add(Item(isUsage));

        Assert.Equal(flushes, store.Flushes);
    }

    [Fact]
    public void Add_StoreIsAway_KeepsItInMemory()
    {
        var store = new FlushedStore { Failure = new IOException("The disk is full.") };
        using var fixture = new WebhookFixture(store);

        fixture.Outbox.Add(Item(isUsage: false));

        Assert.Equal(1, fixture.Outbox.Events);
    }

    private static OutboxItem Item(bool isUsage) =>
        new() { Id = "01A", Receiver = "ops", Created = DateTimeOffset.UnixEpoch, Due = DateTimeOffset.UnixEpoch, Count = 1, IsUsage = isUsage, Body = "{}"u8.ToArray() };

    private sealed class FlushedStore : IStateStore
    {
        private readonly MemoryStateStore _memory = new();

        public int Flushes { get; private set; }

        public Exception? Failure { get; init; }

        public bool IsDurable => true;

        public ValueTask<IReadOnlyList<StateDocument>> LoadAsync(string collection, CancellationToken cancellationToken = default) => _memory.LoadAsync(collection, cancellationToken);

        public void Put(string collection, string key, ReadOnlyMemory<byte> document) => _memory.Put(collection, key, document);

        public void Delete(string collection, string key) => _memory.Delete(collection, key);

        public Task FlushAsync(CancellationToken cancellationToken = default)
        {
            Flushes++;
            return Failure is null ? Task.CompletedTask : Task.FromException(Failure);
        }
    }
}
