namespace LlmProxy.Budgets;

/// <summary>Whose money it is.</summary>
public enum BudgetScope
{
    /// <summary>All callers' together.</summary>
    Total,

    /// <summary>A tenant's.</summary>
    Tenant,

    /// <summary>A virtual key's.</summary>
    Key,

    /// <summary>An end user's.</summary>
    User,
}
