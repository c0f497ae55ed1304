using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>How the gateway goes on once the budget of all together is used up.</summary>
public sealed class EmergencyOptions
{
    /// <summary>The cheap model that then answers everything; a name that the routes can serve. Not set: there is no emergency mode, and the total's limit refuses.</summary>
    public string? Model { get; init; }

    /// <summary>The longest prompt that is then answered. 1 to 10,000,000 tokens; default 2,000.</summary>
    [Range(1, 10_000_000)]
    public int MaxInputTokens { get; init; } = 2_000;

    /// <summary>What may be spent in all, the emergency included; beyond it everything is refused.</summary>
    public BudgetCeilingOptions Ceiling { get; init; } = new();
}
