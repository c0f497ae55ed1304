using LlmProxy.Metering.Ledger;
using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Tests.Storage;

public class StorageChoiceTests
{
    [Fact]
    public void Backend_Settings_AreThoseOfTheConfigurationItself()
    {
        var database = new NotedBackend();
        var choice = new StorageChoice([new MemoryBackend(), database], Configuration("Sqlite", "/var/lib/llmproxy"));
        Assert.Null(database.Opened);
        Assert.Same(database, choice.Backend);
        Assert.Equal("/var/lib/llmproxy", database.Opened!.Path);
    }

    [Fact]
    public void Backend_Memory_LeavesTheDatabaseAlone()
    {
        var database = new NotedBackend();
        Assert.IsType<MemoryBackend>(new StorageChoice([new MemoryBackend(), database], Configuration("Memory", "x")).Backend);
        Assert.Null(database.Opened);
    }

    [Fact]
    public void Backend_HostHasNoDatabase_KeepsEverythingInMemory() =>
        Assert.IsType<MemoryBackend>(new StorageChoice([new MemoryBackend()], Configuration("Sqlite", "x")).Backend);

    [Fact]
    public async Task ChosenStateStore_OnlyMade_OpensNothing()
    {
        var database = new NotedBackend();
        var store = new ChosenStateStore(new StorageChoice([database], Configuration("Sqlite", "x")));
        Assert.Null(database.Opened);
        store.Put("keys", "k", "v"u8.ToArray());
        Assert.NotNull(database.Opened);
        Assert.Single(await store.LoadAsync("keys"));
    }

    private static IConfiguration Configuration(string kind, string path) => new ConfigurationBuilder()
        .AddInMemoryCollection([new("LlmProxy:Storage:Kind", kind), new("LlmProxy:Storage:Path", path)]).Build();

    private sealed class NotedBackend : IStorageBackend
    {
        public StorageOptions? Opened { get; private set; }

        public StorageKind Kind => StorageKind.Sqlite;

        public IStateStore State { get; } = new MemoryStateStore();

        public ILedgerStore Ledger { get; } = new MemoryLedgerStore();

        public void Open(StorageOptions options) => Opened = options;

        public IReadOnlyDictionary<string, object> Describe() => new Dictionary<string, object>();
    }
}
