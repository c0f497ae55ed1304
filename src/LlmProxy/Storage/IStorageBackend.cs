using LlmProxy.Metering.Ledger;
using LlmProxy.Storage.Settings;

namespace LlmProxy.Storage;

/// <summary>One kind of storage that a host has added. The one that <see cref="StorageOptions.Kind"/> names is opened when the gateway starts.</summary>
public interface IStorageBackend
{
    /// <summary>Which kind it is.</summary>
    StorageKind Kind { get; }

    /// <summary>Opens it, and makes what is not there yet.</summary>
    /// <remarks>A store that is merely away (no rights, no space) is opened later, by the first write that succeeds.</remarks>
    /// <exception cref="StorageRefusedException">It must not be used as it is; the gateway does not start.</exception>
    void Open(StorageOptions options);

    /// <summary>Its documents.</summary>
    IStateStore State { get; }

    /// <summary>Its records.</summary>
    ILedgerStore Ledger { get; }

    /// <summary>How it is, for <c>/health/ready</c>: a few names with values; no secrets.</summary>
    IReadOnlyDictionary<string, object> Describe();
}
