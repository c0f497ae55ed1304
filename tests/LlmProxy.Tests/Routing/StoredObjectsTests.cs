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
    public void MayHoldOthers_TellsWhetherToLook()
    {
        var objects = new StoredObjects(() => 100);
        Assert.False(objects.MayHoldOthers("acme"));
        objects.Add("file-1", "up", "acme");
        Assert.False(objects.MayHoldOthers("acme"));
        Assert.True(objects.MayHoldOthers("other"));
        Assert.True(objects.MayHoldOthers(null));
        objects.Add("file-2", "up", "other");
        Assert.True(objects.MayHoldOthers("acme"));
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

        var objects = new StoredObjects(() => 4, _store, _clock);
        await objects.LoadAsync(CancellationToken.None);
        Assert.Null(objects.Find("c"));
        Assert.NotNull(objects.Find("a"));
        Assert.Equal(["a", "b"], _store.KeysOf(StateCollections.StoredObjects).Order());
    }

    [Fact]
    public void Add_ManyAnswers_LeaveFilesAlone()
    {
        var objects = new StoredObjects(() => 4, _store, _clock);
        objects.Add("file-1", "up", "acme");
        foreach (var id in new[] { "resp_1", "resp_2", "resp_3" })
            objects.Add(id, "up", "other", isAnswer: true);
        // Two of four places are the answers'.
        Assert.Null(objects.Find("resp_1"));
        Assert.Equal(["file-1", "resp_2", "resp_3"], _store.KeysOf(StateCollections.StoredObjects).Order());
        Assert.NotNull(objects.Find("file-1"));
    }

    [Fact]
    public async Task LoadAsync_Answers_AreAnswersAgain()
    {
        var before = new StoredObjects(() => 4, _store, _clock);
        before.Add("resp_1", "up", "acme", isAnswer: true);
        before.Add("resp_2", "up", "acme", isAnswer: true);
        var objects = new StoredObjects(() => 4, _store, _clock);
        await objects.LoadAsync(CancellationToken.None);
        objects.Add("file-1", "up", "acme");
        objects.Add("resp_3", "up", "acme", isAnswer: true);
        Assert.Null(objects.Find("resp_1"));
        Assert.Equal(3, objects.Count);
    }

    [Fact]
    public async Task LoadAsync_AfterRequests_OldOnesAreForgottenFirstAndKeepTheirTenant()
    {
        new StoredObjects(() => 4, _store, _clock).Add("file-1", "up", "acme");
        var kept = new KeptStateStore();
        kept.Put(StateCollections.StoredObjects, "file-1", (await _store.LoadAsync(StateCollections.StoredObjects))[0].Content);
        kept.Put(StateCollections.StoredObjects, "file-0", (await _store.LoadAsync(StateCollections.StoredObjects))[0].Content);
        var objects = new StoredObjects(() => 6, kept, _clock);
        Assert.False(objects.IsLoaded);
        objects.Add("file-2", "up", "other");
        await objects.LoadAsync(CancellationToken.None);
        Assert.True(objects.IsLoaded);
        objects.Add("file-3", "up", "other");
        // Three places: of file-0, file-1, file-2, file-3 the first is gone.
        Assert.Null(objects.Find("file-0"));
        Assert.Equal(new StoredObject("up", "acme"), objects.Find("file-1"));
        Assert.NotNull(objects.Find("file-2"));
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
