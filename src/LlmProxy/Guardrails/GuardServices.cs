using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.Guardrails.Audit;
using LlmProxy.Guardrails.Checking;
using LlmProxy.Guardrails.External;
using LlmProxy.Guardrails.Output;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

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
        services.TryAddSingleton<GuardTrial>();
        services.TryAddSingleton<IOutputGuardSource, OutputGuardSource>();
        return services.AddSingleton<GuardReport>().AddGuardOutside();
    }
}
