using LlmProxy.Configuration;
using LlmProxy.Storage.Settings;

namespace LlmProxy.Storage;

/// <summary>The storage that is used, opened on first use; another one needs a restart.</summary>
internal sealed class StorageChoice(IEnumerable<IStorageBackend> backends, LlmConfigState configuration)
{
    private readonly Lazy<IStorageBackend> _backend = new(() => Open([.. backends], configuration.Current.Proxy.Storage));

    /// <summary>The storage.</summary>
    /// <exception cref="StorageRefusedException">It must not be used as it is.</exception>
    public IStorageBackend Backend => _backend.Value;

    private static IStorageBackend Open(IStorageBackend[] backends, StorageOptions options)
    {
        // A plugin's host that has added no database keeps everything in memory, whatever the default says.
        var backend = Array.Find(backends, backend => backend.Kind == options.Kind) ?? new MemoryBackend();
        backend.Open(options);
        return backend;
    }
}
