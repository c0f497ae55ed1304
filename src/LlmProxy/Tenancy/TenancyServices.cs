using LlmProxy.Configuration;
using LlmProxy.Health;
using LlmProxy.Health.Degradation;
using LlmProxy.Tenancy.Keys;
using LlmProxy.Tenancy.Objects;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Tenancy;

/// <summary>Who calls, and what they may use.</summary>
internal static class TenancyServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.TryAddSingleton<KeyRegistry>();
        services.TryAddSingleton<KeyAdmin>();
        services.TryAddSingleton<TenancyMetrics>();
        services.TryAddSingleton<ObjectAccess>();
        services.TryAddSingleton<ICallerSource, KeyCallers>();
        // A host without callers has no such check.
        services.AddLlmHealthCheck(KeyHealthCheck.Name, static provider =>
            new KeyHealthCheck(provider.GetRequiredService<KeyRegistry>(), provider.GetRequiredService<LlmConfigState>()));
        services.AddSideComponent(KeyLoading.Component).AddHostedService<KeyLoading>().AddHostedService<KeyUseWriter>();
        return services;
    }
}
