using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>What may be spent in a day, a week and a month. US dollars; days, weeks (from Monday) and months are those of the calendar in UTC.</summary>
public class BudgetCeilingOptions
{
    /// <summary>The largest amount that can be set.</summary>
    protected const double Most = 1_000_000_000;

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
