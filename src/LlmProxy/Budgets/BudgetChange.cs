namespace LlmProxy.Budgets;

/// <summary>A limit that was reached, and is still to be told of.</summary>
/// <param name="Owner">Whose budget.</param>
/// <param name="IsHard">Whether it is the hard limit.</param>
/// <param name="Reading">How it stood.</param>
internal sealed record BudgetChange(BudgetOwner Owner, bool IsHard, BudgetReading Reading);
