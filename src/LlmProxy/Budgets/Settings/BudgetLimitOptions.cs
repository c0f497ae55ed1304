using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>What one party may spend, and from when on it is answered by a cheaper model.</summary>
public sealed class BudgetLimitOptions : BudgetCeilingOptions
{
    /// <summary>From this amount in a day on, requests go to a cheaper model; 0 to 1,000,000,000. Not set: they never do.</summary>
    [Range(0, Most)]
    public decimal? SoftDay { get; init; }

    /// <summary>As <see cref="SoftDay"/>, in a week.</summary>
    [Range(0, Most)]
    public decimal? SoftWeek { get; init; }

    /// <summary>As <see cref="SoftDay"/>, in a month.</summary>
    [Range(0, Most)]
    public decimal? SoftMonth { get; init; }
}
