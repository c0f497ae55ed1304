using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Health.Degradation;

/// <summary>Declares the parts that a request can do without.</summary>
public static class DegradationServices
{
    /// <summary>Adds a side component; <see cref="Degradations.Get"/> hands it out. A name that is there already keeps its first settings.</summary>
    /// <param name="services">Where to add it.</param>
    /// <param name="name">Its name in health and metrics, snake case, from a closed set.</param>
    /// <param name="settings">How patient the gateway is with it.</param>
    public static IServiceCollection AddSideComponent(this IServiceCollection services, string name, SideComponentSettings? settings = null)
    {
        services.AddMetrics();
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new Degradations(
            provider.GetServices<SideComponentRegistration>(), provider.GetRequiredService<IMeterFactory>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<Degradations>>()));
        return services.AddSingleton(new SideComponentRegistration(name, settings ?? new()));
    }
}
