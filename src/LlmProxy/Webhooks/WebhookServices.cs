using LlmProxy.Events;
using LlmProxy.Health.Degradation;
using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Webhooks;

/// <summary>Who is told of events.</summary>
internal static class WebhookServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddWebhooks(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(WebhookHub)))
            return services;
        services.AddSideComponent(WebhookDispatcher.Component);
        services.AddSingleton<WebhookMetrics>();
        services.AddSingleton(provider => new Outbox(provider.GetRequiredService<Storage.IStateStore>(), provider.GetRequiredService<WebhookMetrics>()));
        services.AddSingleton(provider => new WebhookSender(provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<WebhookHub>();
        services.AddSingleton<IEventHub>(provider => provider.GetRequiredService<WebhookHub>());
        // The books are made before the configuration is read, which says where the outbox is kept.
        services.AddSingleton(provider => new Lazy<IEventHub>(provider.GetRequiredService<IEventHub>));
        services.AddSingleton<WebhookDispatcher>();
        return services.AddHostedService(provider => provider.GetRequiredService<WebhookDispatcher>());
    }
}
