using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Budgets;

/// <summary>What may be spent.</summary>
internal static class BudgetServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddBudgets(this IServiceCollection services)
    {
        return services;
    }
}
