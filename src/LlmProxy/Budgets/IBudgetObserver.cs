namespace LlmProxy.Budgets;

/// <summary>Is told what happens to accounts, under their lock, so that it must return at once.</summary>
internal interface IBudgetObserver
{
    /// <summary>An amount that was spent has changed.</summary>
    void Changed(BudgetAccount account);

    /// <summary>A limit was reached; told once for each period.</summary>
    void Reached(BudgetAccount account, bool isHard, in BudgetReading reading);
}
