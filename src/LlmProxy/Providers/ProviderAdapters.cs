using System.Collections.Frozen;

namespace LlmProxy.Providers;

/// <summary>All adapters, by the name that configuration uses.</summary>
internal sealed class ProviderAdapters
{
    private readonly FrozenDictionary<string, IProviderAdapter> _byName;

    /// <exception cref="ArgumentException">Two adapters have one name.</exception>
    public ProviderAdapters(IEnumerable<IProviderAdapter> adapters) =>
        _byName = adapters.ToDictionary(adapter => adapter.Name, StringComparer.OrdinalIgnoreCase).ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>The adapter of a provider; configuration has been checked, so a miss is a fault.</summary>
    public IProviderAdapter Get(string provider) =>
        _byName.TryGetValue(provider, out var adapter)
            ? adapter
            : throw new InvalidOperationException($"No adapter for the provider '{provider}' is registered.");
}
