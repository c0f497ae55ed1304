using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Storage;

/// <summary>What outlives the process.</summary>
internal static class StorageServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        services.TryAddSingleton<IStateStore, MemoryStateStore>();
        return services;
    }
}
