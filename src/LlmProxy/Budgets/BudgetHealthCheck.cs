using System.Globalization;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LlmProxy.Budgets;

/// <summary>Degraded while the budget of all is spent: requests are still answered, by the cheap model.</summary>
internal sealed class BudgetHealthCheck(BudgetEmergency emergency) : IHealthCheck
{
    /// <summary>Its name in <c>/health/ready</c>.</summary>
    public const string Name = "budgets";

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        Task.FromResult(emergency.Since is { } since
            ? HealthCheckResult.Degraded(string.Create(CultureInfo.InvariantCulture, $"The budget of all is spent since {since.UtcDateTime:u}: only the cheap model answers."))
            : HealthCheckResult.Healthy("Within the budget."));
}
