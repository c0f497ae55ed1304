using System.ComponentModel.DataAnnotations;

namespace LlmProxy.Budgets.Settings;

/// <summary>What may be spent.</summary>
public sealed class BudgetOptions
{
    /// <summary>By all together.</summary>
    public BudgetLimitOptions Total { get; init; } = new();

    /// <summary>By each tenant that has no budget of its own.</summary>
    public BudgetLimitOptions Tenant { get; init; } = new();

    /// <summary>By each virtual key that has no budget of its own.</summary>
    public BudgetLimitOptions Key { get; init; } = new();

    /// <summary>By each end user, of whatever tenant.</summary>
    public BudgetLimitOptions User { get; init; } = new();

    /// <summary>By particular users, in place of <see cref="User"/>.</summary>
    public IDictionary<string, BudgetLimitOptions> Users { get; init; } = new Dictionary<string, BudgetLimitOptions>(StringComparer.Ordinal);

    /// <summary>The cheaper models of soft limits.</summary>
    public DowngradeOptions Downgrade { get; init; } = new();

    /// <summary>What happens at the total's limit.</summary>
    public EmergencyOptions Emergency { get; init; } = new();

    /// <summary>What becomes of a request whose price is not known. Default <see cref="UnknownPricePolicy.Refuse"/>.</summary>
    public UnknownPricePolicy UnknownPrice { get; init; }

    /// <summary>With <see cref="UnknownPricePolicy.Charge"/>: what such a request is charged, in US dollars; 0 to 1,000,000.</summary>
    [Range(0, 1_000_000)]
    public decimal? UnknownCeiling { get; init; }
}
