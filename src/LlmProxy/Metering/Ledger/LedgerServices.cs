using Microsoft.Extensions.DependencyInjection;

namespace LlmProxy.Metering.Ledger;

/// <summary>The record of each request.</summary>
internal static class LedgerServices
{
    /// <summary>Adds it. Safe to call twice.</summary>
    public static IServiceCollection AddLedger(this IServiceCollection services)
    {
        return services;
    }
}
