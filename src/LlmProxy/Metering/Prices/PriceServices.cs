using LlmProxy.Configuration;
using LlmProxy.Health;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Metering.Prices;

/// <summary>Prices.</summary>
internal static class PriceServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddPrices(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(PriceState)))
            return services;
        services.AddSingleton(provider =>
        {
            var state = provider.GetRequiredService<LlmConfigState>();
            return new PriceState(() => state.Current.Proxy.Prices);
        });
        services.TryAddSingleton<UnknownPrices>();
        services.TryAddSingleton<AttemptPrices>();
        services.TryAddSingleton<PriceFiles>();
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<PriceFiles>());
        // After the reader of Llm blocks, so that what it has published is what is followed.
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<PriceFiles>());
        return services.AddLlmHealthCheck(LlmHealthChecks.Prices, provider => ActivatorUtilities.CreateInstance<PriceHealthCheck>(provider));
    }
}
