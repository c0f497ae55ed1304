namespace LlmProxy.Budgets;

/// <summary>How a budget stands in one period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="End">The first moment after it.</param>
/// <param name="Spent">What requests that have ended cost. US dollars.</param>
/// <param name="Reserved">What requests under way may cost. US dollars.</param>
/// <param name="Limit">The hard limit; <c>null</c>: none.</param>
/// <param name="Soft">The soft limit; <c>null</c>: none.</param>
internal readonly record struct BudgetReading(
    BudgetPeriod Period, DateTimeOffset Start, DateTimeOffset End, decimal Spent, decimal Reserved, decimal? Limit, decimal? Soft);
