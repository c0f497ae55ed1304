using System.Diagnostics;

namespace LlmProxy.Budgets;

/// <summary>Who has a budget.</summary>
/// <param name="Scope">What kind of party.</param>
/// <param name="Tenant">Of a user, the tenant, since two tenants' users may have one name; else <c>null</c>.</param>
/// <param name="Name">The party's name; of a key, its id.</param>
internal readonly record struct BudgetOwner(BudgetScope Scope, string? Tenant, string Name)
{
    /// <summary>All callers together.</summary>
    public static BudgetOwner All { get; } = new(BudgetScope.Total, null, "total");

    /// <summary>All users for whom there was no place any more.</summary>
    public static BudgetOwner OtherUsers { get; } = new(BudgetScope.User, null, "(other users)");

    /// <summary>The scope's name in events, metrics and messages.</summary>
    public string ScopeName => NameOf(Scope);

    /// <summary>A scope's name.</summary>
    public static string NameOf(BudgetScope scope) => scope switch
    {
        BudgetScope.Total => "total",
        BudgetScope.Tenant => "tenant",
        BudgetScope.Key => "key",
        BudgetScope.User => "user",
        _ => throw new UnreachableException($"Scope {scope} has no name."),
    };
}
