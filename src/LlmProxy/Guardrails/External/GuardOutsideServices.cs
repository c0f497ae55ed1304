using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Guardrails.External;

/// <summary>What guards need to ask somebody outside.</summary>
internal static class GuardOutsideServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddGuardOutside(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(GuardOutside)))
            return services;
        services.AddSideComponent(GuardOutside.Component);
        services.AddSingleton(provider => new GuardPost(provider.GetRequiredService<TimeProvider>()));
        return services.AddSingleton<GuardOutside>();
    }
}
