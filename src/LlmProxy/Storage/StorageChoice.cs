using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Storage.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Storage;

/// <summary>The storage that is used, opened on first use; another one needs a restart.</summary>
/// <remarks>Its settings are read where they stand: whoever comes first may come before the rest of the configuration is in force.</remarks>
internal sealed class StorageChoice(IEnumerable<IStorageBackend> backends, IConfiguration configuration)
{
    private readonly Lazy<IStorageBackend> _backend = new(() => Open([.. backends], Read(configuration)));

    /// <summary>The storage.</summary>
    /// <exception cref="StorageRefusedException">It must not be used as it is.</exception>
    public IStorageBackend Backend => _backend.Value;

    /// <summary>What is wrong with them keeps its default, and is told by whoever reads all the configuration.</summary>
    private static StorageOptions Read(IConfiguration configuration) =>
        new StrictBinder([]).Bind<StorageOptions>(configuration.GetSection($"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Storage)}"));

    private static IStorageBackend Open(IStorageBackend[] backends, StorageOptions options)
    {
        // A plugin's host that has added no database keeps everything in memory, whatever the default says.
        var backend = Array.Find(backends, backend => backend.Kind == options.Kind) ?? new MemoryBackend();
        backend.Open(options);
        return backend;
    }
}
