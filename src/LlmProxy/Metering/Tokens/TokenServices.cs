using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Metering.Tokens;

/// <summary>Counts and estimates of tokens.</summary>
internal static class TokenServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddTokens(this IServiceCollection services)
    {
        return services;
    }
}
