using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Metering.Prices;

/// <summary>Prices.</summary>
internal static class PriceServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddPrices(this IServiceCollection services)
    {
        services.TryAddSingleton<PriceState>();
        services.TryAddSingleton<UnknownPrices>();
        services.TryAddSingleton<AttemptPrices>();
        return services;
    }
}
