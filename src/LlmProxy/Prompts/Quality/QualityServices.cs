using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Rollouts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Prompts.Quality;

/// <summary>What versions of prompts are worth, and what follows from it.</summary>
internal static class QualityServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddPromptQuality(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(PromptStats)))
            return services;
        services.AddSideComponent(PromptStatsKeeper.Component).AddSideComponent(PromptWatchKeeper.Component).AddSideComponent(FeedbackLoad.Component);
        services.AddSingleton<PromptStats>();
        services.AddSingleton<PromptWatch>();
        services.AddSingleton<SeriesNeeds>();
        services.AddSingleton<PromptMetrics>();
        services.AddSingleton<RequestMemory>();
        services.AddSingleton<RequestLookup>();
        services.AddSingleton<FeedbackBook>();
        services.AddSingleton<FeedbackRate>();
        services.AddSingleton<FeedbackDesk>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IPromptOutcomes, PromptQuality>());
        // Tallies before the watch, which begins with what it finds there.
        services.AddHostedService<PromptStatsKeeper>();
        services.AddHostedService<FeedbackLoad>();
        services.AddHostedService<PromptWatchKeeper>();
        return services;
    }
}
