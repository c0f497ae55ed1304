using System.Diagnostics;

namespace LlmProxy.Budgets;

/// <summary>An amount for each period. US dollars; <c>null</c>: none.</summary>
internal readonly record struct BudgetAmounts(decimal? Day, decimal? Week, decimal? Month)
{
    /// <summary>Whether there is none at all.</summary>
    public bool IsEmpty => Day is null && Week is null && Month is null;

    /// <summary>The amount for one period.</summary>
    public decimal? this[BudgetPeriod period] => period switch
    {
        BudgetPeriod.Day => Day,
        BudgetPeriod.Week => Week,
        BudgetPeriod.Month => Month,
        _ => throw new UnreachableException($"Period {period} has no amount."),
    };

    /// <summary>These, and where one is missing, that of <paramref name="defaults"/>.</summary>
    public BudgetAmounts Or(in BudgetAmounts defaults) => new(Day ?? defaults.Day, Week ?? defaults.Week, Month ?? defaults.Month);
}
