using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace LlmProxy.Limits;

/// <summary>What may be used in a time.</summary>
internal static class LimitServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddLimits(this IServiceCollection services)
    {
        services.TryAddSingleton<LimitGate>();
        services.TryAddSingleton<LimitDemand>();
        services.TryAddSingleton<DayWindows>();
        services.TryAddSingleton<LimitTable>();
        services.TryAddSingleton<LimitMetrics>();
        services.TryAddSingleton<LimitReport>();
        services.TryAddSingleton<RequestToll>();
        services.TryAddSingleton<LimitExtension>();
        services.TryAddSingleton(provider =>
        {
            var queue = ActivatorUtilities.CreateInstance<FairQueue>(provider);
            provider.GetRequiredService<LimitMetrics>().Observe(queue, provider.GetRequiredService<LimitGate>());
            return queue;
        });
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILimitSource, RateLimitSource>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DayWindows>(provider => provider.GetRequiredService<DayWindows>()));
        return services;
    }
}
