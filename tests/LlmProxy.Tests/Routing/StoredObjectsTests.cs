using LlmProxy.Routing;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Support;

namespace LlmProxy.Tests.Routing;

public class StoredObjectsTests
{
    private readonly KeptStateStore _store = new();
    private readonly ManualClock _clock = new();

    [Fact]
    public void Find_AddedObject_TellsClusterAndTenant()
    {
        var objects = new StoredObjects(() => 100);
        objects.Add("resp_1", "up", "acme");
        objects.Add("resp_2", "up", tenant: null);
        Assert.Equal(new StoredObject("up", "acme"), objects.Find("resp_1"));
        Assert.Equal(new StoredObject("up", null), objects.Find("resp_2"));
        Assert.Null(objects.Find("resp_3"));
    }

    [Fact]
    public void Add_KnownId_KeepsItsFirstTenant()
    {
        var objects = new StoredObjects(() => 100);
        objects.Add("resp_1", "up", "acme");
        objects.Add("resp_1", "down", "other");
        Assert.Equal(new StoredObject("up", "acme"), objects.Find("resp_1"));
    }

    [Fact]
    public async Task LoadAsync_AfterARestart_KnowsWhatWasMade()
    {
        new StoredObjects(() => 100, _store, _clock).Add("file-1", "up", "acme \"&\" sons");
        var objects = new StoredObjects(() => 100, _store, _clock);
        await objects.LoadAsync(CancellationToken.None);
        Assert.Equal(new StoredObject("up", "acme \"&\" sons"), objects.Find("file-1"));
        Assert.Equal(1, objects.Count);
    }

    [Fact]
    public async Task LoadAsync_MoreThanTheBound_ForgetsTheOldestOnDiskToo()
    {
        var before = new StoredObjects(() => 100, _store, _clock);
        // Not in the order of their names.
        foreach (var id in new[] { "c", "a", "b" })
        {
            before.Add(id, "up", null);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        var objects = new StoredObjects(() => 2, _store, _clock);
        await objects.LoadAsync(CancellationToken.None);
        Assert.Null(objects.Find("c"));
        Assert.NotNull(objects.Find("a"));
        Assert.Equal(["a", "b"], _store.KeysOf(StateCollections.StoredObjects).Order());
    }

    [Fact]
    public async Task LoadAsync_ADocumentThatIsNone_IsSkipped()
    {
        _store.Put(StateCollections.StoredObjects, "bad", "[1]"u8.ToArray());
        _store.Put(StateCollections.StoredObjects, "cut", "{\"cluster\":"u8.ToArray());
        _store.Put(StateCollections.StoredObjects, "old", "{\"cluster\":\"up\"}"u8.ToArray());
        var objects = new StoredObjects(() => 100, _store, _clock);
        await objects.LoadAsync(CancellationToken.None);
        Assert.Equal(0, objects.Count);
    }
}
