using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Metering.Deferred;

/// <summary>The charging of what providers do behind requests.</summary>
internal static class DeferredServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddDeferredJobs(this IServiceCollection services)
    {
        services.AddSideComponent(DeferredJobsLoad.Component);
        services.TryAddSingleton(provider => new DeferredJobs(provider.GetRequiredService<IStateStore>()));
        services.TryAddSingleton<DeferredCharges>();
        services.TryAddSingleton<DeferredBooks>();
        services.AddHostedService<DeferredJobsLoad>();
        return services;
    }
}
