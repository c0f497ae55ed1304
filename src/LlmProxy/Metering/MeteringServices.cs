using LlmProxy.Exchange.Steps;
using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Charges;
using LlmProxy.Metering.Deferred;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Metering;

/// <summary>Charges and their settlement.</summary>
internal static class MeteringServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddMetering(this IServiceCollection services)
    {
        services.AddSideComponent(RequestBooks.Component);
        services.TryAddSingleton<RequestReport>();
        services.TryAddSingleton<UsageReckoner>();
        services.TryAddSingleton<ChargeSheet>();
        services.TryAddSingleton<RecordWriter>();
        services.AddDeferredJobs();
        services.TryAddSingleton<IRequestBooks, RequestBooks>();
        services.TryAddSingleton<ShadowBooks>();
        return services;
    }
}
