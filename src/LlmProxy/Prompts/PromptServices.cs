using LlmProxy.Health;
using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Catalogue.Archive;
using LlmProxy.Prompts.Evaluations;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Experiments.Gates;
using LlmProxy.Prompts.Quality;
using LlmProxy.Prompts.Requests;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Prompts;

/// <summary>Prompts as versioned assets, and experiments with them.</summary>
internal static class PromptServices
{
    /// <summary>Adds them. Safe to call twice.</summary>
    public static IServiceCollection AddPrompts(this IServiceCollection services)
    {
        services.AddPromptCatalogue();
        services.TryAddSingleton<MissingVersions>();
        services.TryAddSingleton<VariantStops>();
        services.TryAddSingleton<IExperiments, PromptExperiments>();
        services.TryAddSingleton<PromptChooser>();
        services.TryAddSingleton<PromptReport>();
        services.AddPromptQuality();
        services.AddExperimentGates();
        services.AddEvaluations();
        return services;
    }

    private static void AddExperimentGates(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(VariantWatch)))
            return;
        services.AddSingleton<VariantWatch>();
        // After what keeps tallies and versions: it begins with what it finds there.
        services.AddSideComponent(VariantWatchKeeper.Component).AddHostedService<VariantWatchKeeper>();
    }

    private static void AddPromptCatalogue(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(PromptCatalogue)))
            return;
        services.AddSingleton<PromptArchive>();
        services.AddSingleton<PromptCatalogue>();
        services.TryAddSingleton<IPromptCatalogue>(static provider => provider.GetRequiredService<PromptCatalogue>());
        services.AddSingleton<PromptTurns>();
        services.AddSingleton<PromptVersions>();
        services.TryAddSingleton<IPromptDecisions, PromptDecisions>();
        services.AddSideComponent(PromptLoading.Component).AddHostedService<PromptLoading>();
        services.AddSingleton<PromptFiles>();
        services.AddSingleton<IHostedService>(static provider => provider.GetRequiredService<PromptFiles>());
        // After the reader of Llm blocks, so that what it has published is what is followed.
        services.AddSingleton<IConfigChangeListener>(static provider => provider.GetRequiredService<PromptFiles>());
        services.AddLlmHealthCheck(PromptHealthCheck.Name, static provider =>
            new PromptHealthCheck(provider.GetRequiredService<PromptCatalogue>(), provider.GetRequiredService<PromptArchive>()));
    }
}
