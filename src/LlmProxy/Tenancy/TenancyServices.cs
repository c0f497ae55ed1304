using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Tenancy;

/// <summary>Who calls, and what they may use.</summary>
internal static class TenancyServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddTenancy(this IServiceCollection services)
    {
        services.TryAddSingleton<ICallerSource, OpenCallers>();
        return services;
    }
}
