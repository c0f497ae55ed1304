using LlmProxy.Health.Degradation;
using LlmProxy.Routing;
using LlmProxy.Storage;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Health.Degradation;
using LlmProxy.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

namespace LlmProxy.Tests.Storage;

public sealed class StoreLoadTests
{
    private readonly ManualClock _clock = new();
    private readonly KeptStateStore _kept = new();
    private readonly AwayStateStore _store;
    private readonly Degradations _components;

    public StoreLoadTests()
    {
        _store = new AwayStateStore(_kept);
        _components = TestComponents.Create(_clock, services => services.AddSideComponent(StoredObjectsLoad.Component));
        new StoredObjects(() => 100, _kept, _clock).Add("file-1", "up", "acme");
    }

    [Fact]
    public async Task StartingAsync_StoreCanBeRead_IsLoadedBeforeTheFirstRequest()
    {
        var objects = new StoredObjects(() => 100, _store, _clock);
        using var load = Load(objects);

        await load.StartingAsync(CancellationToken.None);

        Assert.Equal(new StoredObject("up", "acme"), objects.Find("file-1"));
        Assert.Null(_components.Get(StoredObjectsLoad.Component).Current);
        Assert.Equal(0, _clock.Waiting);
    }

    [Fact]
    public async Task StartingAsync_StoreIsAway_IsReadAgainAfterAPause()
    {
        _store.IsAway = true;
        var objects = new StoredObjects(() => 100, _store, _clock);
        using var load = Load(objects);
        await load.StartingAsync(CancellationToken.None);
        Assert.False(objects.IsLoaded);
        Assert.NotNull(_components.Get(StoredObjectsLoad.Component).Current);

        _store.IsAway = false;
        _clock.Advance(StoreLoad.Pause - TimeSpan.FromTicks(1));
        Assert.Equal(0, _store.Reads);
        _clock.Advance(TimeSpan.FromTicks(1));
        await _store.FirstRead.Task;
        // It is read; what is left to do ends with the load.
        await load.StoppingAsync(CancellationToken.None);

        Assert.Equal(new StoredObject("up", "acme"), objects.Find("file-1"));
        Assert.Null(_components.Get(StoredObjectsLoad.Component).Current);
    }

    [Fact]
    public async Task StoppingAsync_StoreIsAway_EndsTheTrying()
    {
        _store.IsAway = true;
        var objects = new StoredObjects(() => 100, _store, _clock);
        using var load = Load(objects);
        await load.StartingAsync(CancellationToken.None);
        Assert.Equal(1, _clock.Waiting);

        await load.StoppingAsync(CancellationToken.None);

        Assert.Equal(0, _clock.Waiting);
        Assert.False(objects.IsLoaded);
    }

    private StoredObjectsLoad Load(StoredObjects objects) => new(objects, _components, _clock, NullLogger<StoredObjectsLoad>.Instance);
}
