using LlmProxy.Health;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LlmProxy.Storage;

/// <summary>What outlives the process.</summary>
internal static class StorageServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddStorage(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(StorageChoice)))
            return services;
        services.AddSideComponent(ComponentNames.Storage);
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IStorageBackend, MemoryBackend>());
        services.AddSingleton<StorageChoice>();
        services.AddSingleton<StorageMetrics>();
        services.AddLlmHealthCheck(LlmHealthChecks.Storage, static provider => new StorageHealthCheck(
            provider.GetRequiredService<StorageChoice>(), provider.GetRequiredService<StorageMetrics>(), provider.GetRequiredService<Degradations>()));
        // Before all others, since they read their documents when they start.
        services.Insert(0, ServiceDescriptor.Singleton<IHostedService, StorageStart>());
        services.TryAddSingleton<IStateStore, ChosenStateStore>();
        return services;
    }
}
