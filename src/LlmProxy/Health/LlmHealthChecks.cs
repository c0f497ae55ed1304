using LlmProxy.Configuration;
using LlmProxy.Failover;
using LlmProxy.Failover.Breakers;
using LlmProxy.Failover.Keys;
using LlmProxy.Health.Degradation;
using LlmProxy.Health.Shutdown;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Yarp.ReverseProxy;

namespace LlmProxy.Health;

/// <summary>The parts of the gateway that tell whether they can do their work, as ASP.NET Core's health checks.</summary>
public static class LlmHealthChecks
{
    /// <summary>The check of <see cref="IConfigurationStatus"/>: degraded while the last reload stands refused.</summary>
    public const string Configuration = "configuration";

    /// <summary>The check of YARP's clusters: degraded when one that could serve has no destination left or all its circuits open, unhealthy when none can serve.</summary>
    public const string Clusters = "clusters";

    /// <summary>The check of the process's end: unhealthy once the gateway has been told to stop.</summary>
    public const string Shutdown = "shutdown";

    /// <summary>The check of the parts that requests can do without: degraded while one of them is broken.</summary>
    public const string SideComponents = "side_components";

    /// <summary>The check of the prices: degraded while their file stands refused, or while models are used that have none.</summary>
    public const string Prices = "prices";

    /// <summary>The check of the store: degraded while it cannot be written.</summary>
    public const string Storage = "storage";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    /// <summary>Adds the gateway's own checks. Safe to call twice.</summary>
    public static IServiceCollection AddLlmHealthChecks(this IServiceCollection services)
    {
        services.TryAddSingleton<ShutdownState>();
        services.AddProviderState();
        return services
            .AddLlmHealthCheck(Configuration, provider => new ConfigurationHealthCheck(provider.GetService<IConfigurationStatus>()))
            .AddLlmHealthCheck(Clusters, provider =>
                new ClustersHealthCheck(
                    provider.GetRequiredService<IProxyStateLookup>(), provider.GetRequiredService<LlmConfigState>(),
                    provider.GetRequiredService<DestinationBreakers>(), provider.GetRequiredService<KeyPools>()))
            .AddLlmHealthCheck(Shutdown, provider => new ShutdownHealthCheck(provider.GetRequiredService<ShutdownState>()))
            .AddLlmHealthCheck(SideComponents, provider => new DegradationHealthCheck(provider.GetRequiredService<Degradations>()));
    }

    /// <summary>
    /// Adds a check, which then shows under its name in <c>/health/ready</c>. It has 5 s; an exception or a time-out
    /// counts as unhealthy. A name that is there already keeps its first check.
    /// </summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="name">The name, from a closed set; case matters.</param>
    /// <param name="create">Makes the check, anew for each probe.</param>
    public static IServiceCollection AddLlmHealthCheck(
        this IServiceCollection services, string name, Func<IServiceProvider, IHealthCheck> create)
    {
        services.AddHealthChecks();
        return services.Configure<HealthCheckServiceOptions>(options =>
        {
            if (options.Registrations.Any(r => r.Name == name)) return;
            options.Registrations.Add(
                new HealthCheckRegistration(name, create, HealthStatus.Unhealthy, tags: null) { Timeout = Timeout });
        });
    }
}
