using LlmProxy.Guardrails.Audit;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Guardrails;

/// <summary>What requests and answers are judged by.</summary>
internal static class GuardServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddGuardrails(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(GuardReport)))
            return services;
        services.AddSideComponent(GuardReport.Component);
        return services.AddSingleton<GuardReport>();
    }
}
