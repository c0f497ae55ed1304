using LlmProxy.Configuration.Secrets;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.External;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Configuration;

/// <summary>Registers what reads the <c>Llm</c> blocks.</summary>
internal static class LlmConfigurationServices
{
    /// <summary>Adds the reading of <c>Llm</c> blocks to YARP's loading of its configuration.</summary>
    public static IReverseProxyBuilder AddLlmConfiguration(this IReverseProxyBuilder builder)
    {
        var services = builder.Services;
        services.TryAddSingleton(SecretResolver.System);
        services.TryAddSingleton<LlmConfigState>();
        services.TryAddSingleton(provider => new GuardFactories(
            provider.GetServices<IGuardFactory>(), new Lazy<GuardOutside>(provider.GetRequiredService<GuardOutside>)));
        // One object with two roles: it reads when YARP loads, and publishes when YARP has applied.
        services.AddSingleton<LlmConfigFilter>();
        services.AddSingleton<IProxyConfigFilter>(provider => provider.GetRequiredService<LlmConfigFilter>());
        services.AddSingleton<IConfigChangeListener>(provider => provider.GetRequiredService<LlmConfigFilter>());
        return builder;
    }
}
