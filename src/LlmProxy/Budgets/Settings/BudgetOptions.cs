namespace LlmProxy.Budgets.Settings;

/// <summary>What may be spent.</summary>
public sealed class BudgetOptions
{
}
