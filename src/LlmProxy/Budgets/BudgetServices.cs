using LlmProxy.Health;
using LlmProxy.Health.Degradation;
using LlmProxy.Limits;
using LlmProxy.Metering.Ledger;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace LlmProxy.Budgets;

/// <summary>What may be spent.</summary>
internal static class BudgetServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(BudgetBook)))
            return services;
        services.AddSideComponent(BudgetJournal.Component);
        services.AddSingleton<BudgetNotes>();
        services.AddSingleton(provider => new BudgetBook(provider.GetRequiredService<BudgetNotes>(), provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(provider => new BudgetReconciler(
            provider.GetRequiredService<BudgetBook>(), provider.GetRequiredService<TimeProvider>(), provider.GetService<ILedgerStore>()));
        services.AddSingleton<BudgetAmendments>();
        services.AddSingleton<BudgetEmergency>();
        services.AddSingleton<BudgetMetrics>();
        services.AddSingleton<BudgetCosts>();
        services.AddSingleton<ICostEstimate>(provider => provider.GetRequiredService<BudgetCosts>());
        services.AddSingleton<Downgrader>();
        services.AddSingleton<BudgetPlanner>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<ILimitSource, BudgetSource>());
        services.AddSingleton<BudgetJournal>();
        services.AddHostedService(provider =>
        {
            provider.GetRequiredService<BudgetMetrics>().Observe(provider.GetRequiredService<BudgetBook>().Total, provider.GetRequiredService<BudgetEmergency>());
            return provider.GetRequiredService<BudgetJournal>();
        });
        return services.AddLlmHealthCheck(BudgetHealthCheck.Name, provider => new BudgetHealthCheck(provider.GetRequiredService<BudgetEmergency>()));
    }
}
