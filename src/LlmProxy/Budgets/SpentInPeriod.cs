namespace LlmProxy.Budgets;

/// <summary>What was spent in one period, as it outlives the process.</summary>
/// <param name="Period">The period.</param>
/// <param name="Start">Its first moment.</param>
/// <param name="Spent">US dollars.</param>
/// <param name="ToldSoft">Whether it was told that the soft limit is reached.</param>
/// <param name="ToldHard">Whether it was told that the hard limit is reached.</param>
internal readonly record struct SpentInPeriod(BudgetPeriod Period, DateTimeOffset Start, decimal Spent, bool ToldSoft = false, bool ToldHard = false);
