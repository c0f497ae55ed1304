using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>What may be spent in all, in an emergency too. US dollars.</summary>
public sealed class BudgetCeilingOptions
{
    private const double Most = 1_000_000_000;

    /// <summary>Most in a day; 0 to 1,000,000,000. Not set: no bound.</summary>
    [Range(0, Most)]
    public decimal? Day { get; init; }

    /// <summary>Most in a week; 0 to 1,000,000,000. Not set: no bound.</summary>
    [Range(0, Most)]
    public decimal? Week { get; init; }

    /// <summary>Most in a month; 0 to 1,000,000,000. Not set: no bound.</summary>
    [Range(0, Most)]
    public decimal? Month { get; init; }
}
