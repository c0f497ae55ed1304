using LlmProxy.Budgets.Settings;

namespace LlmProxy.Budgets;

/// <summary>What one party may spend. Immutable.</summary>
/// <param name="Hard">Beyond it requests are refused.</param>
/// <param name="Soft">From it on they go to a cheaper model.</param>
internal sealed record BudgetLimits(BudgetAmounts Hard, BudgetAmounts Soft)
{
    /// <summary>No bound at all.</summary>
    public static BudgetLimits None { get; } = new(default, default);

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => Hard.IsEmpty && Soft.IsEmpty;

    /// <summary>Those of a configuration.</summary>
    public static BudgetLimits Of(BudgetLimitOptions options) => new(
        new(options.Day, options.Week, options.Month), new(options.SoftDay, options.SoftWeek, options.SoftMonth));

    /// <summary>These, and where one is missing, that of <paramref name="defaults"/>.</summary>
    public BudgetLimits Or(BudgetLimits defaults) => IsEmpty ? defaults : new(Hard.Or(defaults.Hard), Soft.Or(defaults.Soft));
}
