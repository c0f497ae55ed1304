using LlmProxy.Configuration;
using LlmProxy.Metering.Ledger;
using LlmProxy.Storage;
using LlmProxy.Storage.Settings;
using LlmProxy.Tests.Health;
using LlmProxy.Tests.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Tests.Metering.Ledger;

public sealed class LedgerRetentionTests : IDisposable
{
    private readonly LogCollector _log = new();
    private readonly ScriptedLedgerStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly LedgerRetention _retention;

    public LedgerRetentionTests() => _retention = new LedgerRetention(
        new StorageChoice([new Backend(_store)], new ConfigurationBuilder().Build()),
        new LlmConfigState { Current = new() { Proxy = new() { Ledger = new() { MaxRecords = 1_000 } } } }, _clock, new Logger<LedgerRetention>(_log));

    public void Dispose()
    {
        _retention.Dispose();
        _log.Dispose();
    }

    [Theory]
    [InlineData(typeof(IOException))]
    [InlineData(typeof(InvalidOperationException))]
    public async Task TrimAsync_StoreFails_TellsItAndGoesOn(Type failure)
    {
        _store.TrimFailure = (Exception)Activator.CreateInstance(failure)!;

        // What a background service throws would stop the gateway.
        await _retention.TrimAsync(CancellationToken.None);
        Assert.Equal("LedgerNotTrimmed", Assert.Single(_log.Entries).Id.Name);

        _store.TrimFailure = null;
        await _retention.TrimAsync(CancellationToken.None);
        Assert.Single(_log.Entries);
    }

    [Fact]
    public async Task TrimAsync_GatewayStops_Ends()
    {
        _store.TrimFailure = new OperationCanceledException();
        using var stopping = new CancellationTokenSource();
        await stopping.CancelAsync();

        await Assert.ThrowsAsync<OperationCanceledException>(() => _retention.TrimAsync(stopping.Token));
        Assert.Empty(_log.Entries);
    }

    private sealed class Backend(ILedgerStore ledger) : IStorageBackend
    {
        public StorageKind Kind => StorageKind.Sqlite;

        public IStateStore State { get; } = new MemoryStateStore();

        public ILedgerStore Ledger => ledger;

        public void Open(StorageOptions options)
        {
        }

        public IReadOnlyDictionary<string, object> Describe() => new Dictionary<string, object>();
    }
}
