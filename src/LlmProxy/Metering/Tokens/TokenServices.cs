using LlmProxy.Health.Degradation;
using LlmProxy.Metering.Tokens.Learning;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Metering.Tokens;

/// <summary>Counts and estimates of tokens.</summary>
internal static class TokenServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        services.TryAddSingleton<TokenFactors>();
        services.TryAddSingleton<TokenMetrics>();
        services.TryAddSingleton<IPromptEstimator, PromptEstimator>();
        services.AddHostedService<TokenFactorKeeper>();
        services.AddHostedService<TokenizerWarmUp>();
        services.AddSideComponent(ComponentNames.TokenLearning);
        return services;
    }
}
