using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>What one party may spend in a day, a week and a month. US dollars; days, weeks (from Monday) and months are those of the calendar in UTC.</summary>
public sealed class BudgetLimitOptions
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
