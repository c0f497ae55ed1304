using LlmProxy.Metering.Ledger;
using LlmProxy.Storage.Settings;

namespace LlmProxy.Storage;

/// <summary>Keeps everything for as long as the process lives.</summary>
internal sealed class MemoryBackend : IStorageBackend
{
    public StorageKind Kind => StorageKind.Memory;

    public IStateStore State { get; } = new MemoryStateStore();

    public ILedgerStore Ledger { get; } = new MemoryLedgerStore();

    public void Open(StorageOptions options)
    {
    }

    public IReadOnlyDictionary<string, object> Describe() => new Dictionary<string, object> { ["kind"] = "memory" };
}
