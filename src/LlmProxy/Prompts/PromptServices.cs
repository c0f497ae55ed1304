using LlmProxy.Prompts.Catalogue;
using LlmProxy.Prompts.Experiments;
using LlmProxy.Prompts.Quality;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Prompts;

/// <summary>Prompts as versioned assets, and experiments with them.</summary>
internal static class PromptServices
{
    /// <summary>Adds them. Safe to call twice.</summary>
    public static IServiceCollection AddPrompts(this IServiceCollection services)
    {
        services.TryAddSingleton<IPromptCatalogue, NoPrompts>();
        services.TryAddSingleton<IExperiments, NoExperiments>();
        services.TryAddSingleton<PromptReport>();
        return services;
    }
}
