using System.Collections.Frozen;
using LlmProxy.Tenancy.Settings;

namespace LlmProxy.Budgets.Settings;

/// <summary>The resolved <see cref="BudgetOptions"/>, those of tenants included. Immutable.</summary>
public sealed class BudgetModel
{
    private readonly FrozenDictionary<string, BudgetLimits> _tenants;
    private readonly FrozenDictionary<string, BudgetLimits> _users;

    /// <summary>No budgets.</summary>
    public static BudgetModel None { get; } = new(new BudgetOptions(), new Dictionary<string, TenantOptions>());

    internal BudgetModel(BudgetOptions options, IEnumerable<KeyValuePair<string, TenantOptions>> tenants)
    {
        Total = BudgetLimits.Of(options.Total);
        Tenant = BudgetLimits.Of(options.Tenant);
        Key = BudgetLimits.Of(options.Key);
        User = BudgetLimits.Of(options.User);
        _tenants = tenants.Where(pair => !BudgetLimits.Of(pair.Value.Budgets).IsEmpty)
            .ToFrozenDictionary(pair => pair.Key, pair => BudgetLimits.Of(pair.Value.Budgets).Or(Tenant), StringComparer.Ordinal);
        _users = options.Users.ToFrozenDictionary(pair => pair.Key, pair => BudgetLimits.Of(pair.Value).Or(User), StringComparer.Ordinal);
        Downgrade = new DowngradeModel(options.Downgrade);
        EmergencyModel = options.Emergency.Model;
        EmergencyMaxInputTokens = options.Emergency.MaxInputTokens;
        var ceiling = options.Emergency.Ceiling;
        Ceiling = new(ceiling.Day, ceiling.Week, ceiling.Month);
        UnknownPrice = options.UnknownPrice;
        UnknownCeiling = options.UnknownCeiling ?? 0;
        IsEmpty = Total.IsEmpty && Tenant.IsEmpty && Key.IsEmpty && User.IsEmpty && _tenants.Count == 0 && _users.Count == 0;
    }

    /// <summary>Whether nobody has a budget, keys with one of their own left out.</summary>
    public bool IsEmpty { get; }

    internal BudgetLimits Total { get; }

    internal BudgetLimits Tenant { get; }

    internal BudgetLimits Key { get; }

    internal BudgetLimits User { get; }

    internal DowngradeModel Downgrade { get; }

    /// <inheritdoc cref="EmergencyOptions.Model"/>
    internal string? EmergencyModel { get; }

    /// <inheritdoc cref="EmergencyOptions.MaxInputTokens"/>
    internal int EmergencyMaxInputTokens { get; }

    /// <inheritdoc cref="EmergencyOptions.Ceiling"/>
    internal BudgetAmounts Ceiling { get; }

    /// <inheritdoc cref="BudgetOptions.UnknownPrice"/>
    internal UnknownPricePolicy UnknownPrice { get; }

    /// <summary>US dollars.</summary>
    internal decimal UnknownCeiling { get; }

    /// <summary>What a tenant may spend.</summary>
    internal BudgetLimits OfTenant(string name) => _tenants.GetValueOrDefault(name, Tenant);

    /// <summary>What a user may spend.</summary>
    internal BudgetLimits OfUser(string name) => _users.GetValueOrDefault(name, User);
}
