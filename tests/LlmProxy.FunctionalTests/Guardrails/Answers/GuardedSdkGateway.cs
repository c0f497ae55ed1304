using LlmProxy.Exchange.Delivery.Guarded;
using LlmProxy.FunctionalTests.Sdk;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.FunctionalTests.Guardrails.Answers;

/// <summary>A gateway whose answers pass under <see cref="NumberGuardSource"/>.</summary>
public sealed class GuardedSdkGateway : SdkGateway
{
    /// <summary>What the guards were told.</summary>
    internal NumberGuardSource Guards { get; } = new();

    protected override void AddServices(IServiceCollection services)
    {
        services.RemoveAll<IOutputGuardSource>();
        services.AddSingleton<IOutputGuardSource>(Guards);
    }
}
