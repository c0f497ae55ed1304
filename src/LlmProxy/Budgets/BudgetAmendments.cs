using LlmProxy.Configuration;

namespace LlmProxy.Budgets;

/// <summary>Charges budgets with a cost that is known only long after its request.</summary>
/// <remarks>
/// The cost counts in the periods in which it becomes known, as in the ledger; what was charged in its place goes back to the periods of the
/// request, where those are not over. Who has no budget has no account, and is charged nothing; but an account that was forgotten meanwhile,
/// since nothing was spent of it, is made again.
/// </remarks>
internal sealed class BudgetAmendments(BudgetBook book, LlmConfigState configuration, TimeProvider clock, BudgetNotes? notes = null)
{
    /// <summary>Hands the changed accounts to the state store now, which would else be done within a second.</summary>
    public void Save() => notes?.Save?.Invoke();

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
        var model = configuration.Current.Proxy.Budgets;
        book.Total.Amend(charged, held, cost, now);
        if (tenant is not null)
            Amend(new(BudgetScope.Tenant, null, tenant), !model.OfTenant(tenant).IsEmpty);
        // A key may have a budget of its own, of which its requests know; where something was held there was a budget.
        if (keyId is not null)
            Amend(new(BudgetScope.Key, null, keyId), held != 0 || !model.Key.IsEmpty);
        if (user is not null)
            Amend(new(BudgetScope.User, tenant, user), !model.OfUser(user).IsEmpty);

        void Amend(BudgetOwner owner, bool hasBudget)
        {
            if ((hasBudget ? book.Account(owner) : book.Find(owner)) is not { } account)
                return;
            account.LastUsed = now.UtcTicks;
            account.Amend(charged, held, cost, now);
        }
    }
}
