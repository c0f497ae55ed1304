using LlmProxy.Health.Degradation;
using LlmProxy.Prompts.Quality;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Prompts.Evaluations;

/// <summary>The evaluation log.</summary>
internal static class EvaluationServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddEvaluations(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(EvaluationLog)))
            return services;
        services.AddSideComponent(EvaluationWriter.Component);
        services.AddSingleton<EvaluationMetrics>();
        services.AddSingleton<EvaluationWriter>();
        services.AddSingleton<EvaluationLog>();
        services.AddSingleton<IFeedbackSink>(provider => provider.GetRequiredService<EvaluationLog>());
        return services.AddHostedService(provider => provider.GetRequiredService<EvaluationWriter>());
    }
}
