using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Keys;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy;

namespace LlmProxy.Failover;

/// <summary>Registers what is known about providers.</summary>
internal static class FailoverServices
{
    /// <summary>Adds circuits and keys, with their metrics. Safe to call twice.</summary>
    public static IServiceCollection AddProviderState(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Lazy<IProxyStateLookup>(provider.GetRequiredService<IProxyStateLookup>));
        services.TryAddSingleton<FailoverMetrics>();
        services.TryAddSingleton(provider =>
        {
            var breakers = ActivatorUtilities.CreateInstance<DestinationBreakers>(provider);
            provider.GetRequiredService<FailoverMetrics>().Observe(breakers);
            return breakers;
        });
        services.TryAddSingleton(provider =>
        {
            var keys = ActivatorUtilities.CreateInstance<KeyPools>(provider);
            provider.GetRequiredService<FailoverMetrics>().Observe(keys);
            return keys;
        });
        return services;
    }
}
