using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Limits;

/// <summary>What may be used in a time.</summary>
internal static class LimitServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton<LimitGate>();
        services.TryAddSingleton<LimitDemand>();
        return services;
    }
}
