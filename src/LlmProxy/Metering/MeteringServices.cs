using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Metering;

/// <summary>Charges and their settlement.</summary>
internal static class MeteringServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddMetering(this IServiceCollection services)
    {
        return services;
    }
}
