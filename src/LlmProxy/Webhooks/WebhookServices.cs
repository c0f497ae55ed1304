using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Webhooks;

/// <summary>Who is told of events.</summary>
internal static class WebhookServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        return services;
    }
}
