namespace LlmProxy.Budgets.Settings;

/// <summary>What becomes of a request under a budget of money whose price nobody knows.</summary>
public enum UnknownPricePolicy
{
    /// <summary>It is refused before it is sent.</summary>
    Refuse,

    /// <summary>It is charged at a declared ceiling.</summary>
    Charge,
}
