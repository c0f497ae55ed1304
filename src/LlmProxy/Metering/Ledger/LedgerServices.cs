using LlmProxy.Configuration;
using LlmProxy.Health.Degradation;
using LlmProxy.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Metering.Ledger;

/// <summary>The record of each request.</summary>
internal static class LedgerServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(LedgerWriter)))
            return services;
        services.AddSingleton<ChosenLedgerStore>();
        services.AddSingleton(provider => new LedgerWriter(
            provider.GetRequiredService<ChosenLedgerStore>(), provider.GetRequiredService<LlmConfigState>(),
            provider.GetRequiredService<StorageMetrics>(), provider.GetRequiredService<Degradations>().Get(ComponentNames.Storage),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<LedgerWriter>>()));
        services.AddSingleton<ILedger>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddSingleton<IHostedService>(provider => provider.GetRequiredService<LedgerWriter>());
        services.AddSingleton<ILedgerStore>(provider => new CurrentLedgerStore(
            provider.GetRequiredService<ChosenLedgerStore>(), provider.GetRequiredService<LedgerWriter>(),
            provider.GetRequiredService<TimeProvider>()));
        services.AddHostedService<LedgerRetention>();
        return services;
    }
}
