namespace LlmProxy.Budgets;

/// <summary>Charges budgets with a cost that is known only long after its request.</summary>
/// <remarks>
/// The cost counts in the periods in which it becomes known, as in the ledger; what was charged in its place goes back to the periods of the
/// request, where those are not over. Who has no budget has no account, and is charged nothing.
/// </remarks>
internal sealed class BudgetAmendments(BudgetBook book, TimeProvider clock)
{
    /// <summary>Charges all parties that a request belonged to.</summary>
    /// <param name="tenant">The tenant; <c>null</c>: none.</param>
    /// <param name="keyId">The virtual key's id; <c>null</c>: none.</param>
    /// <param name="user">The end user; <c>null</c>: none.</param>
    /// <param name="charged">When the request came.</param>
    /// <param name="held">What was charged then. US dollars.</param>
    /// <param name="cost">What it cost. US dollars.</param>
    public void Amend(string? tenant, string? keyId, string? user, DateTimeOffset charged, decimal held, decimal cost)
    {
        var now = clock.GetUtcNow();
        book.Total.Amend(charged, held, cost, now);
        if (tenant is not null)
            book.Find(new(BudgetScope.Tenant, null, tenant))?.Amend(charged, held, cost, now);
        if (keyId is not null)
            book.Find(new(BudgetScope.Key, null, keyId))?.Amend(charged, held, cost, now);
        if (user is not null)
            book.Find(new(BudgetScope.User, tenant, user))?.Amend(charged, held, cost, now);
    }
}
