using LlmProxy.Metering.Ledger;

namespace LlmProxy.Budgets;

/// <summary>Adds to accounts what the ledger knows beyond them, after a start.</summary>
/// <remarks>
/// The ledger is the truth; what accounts have saved only makes the start quick. A crash can lose the last second of an account,
/// and the ledger, where it is strict, has lost nothing. Only records from before this start are summed, so that requests which
/// come meanwhile count once. Accounts may know more than the ledger, which has no cost for what has no price: that stays.
/// </remarks>
internal sealed class BudgetReconciler(BudgetBook book, TimeProvider clock, ILedgerStore? ledger = null)
{
    /// <summary>How many parties of one kind are looked at, the dearest first.</summary>
    private const int MaxGroups = BudgetBook.MaxUsers;

    /// <summary>Adds what is missing.</summary>
    /// <param name="started">When this process began to take requests.</param>
    /// <param name="saved">What the accounts had saved; what is added to them is added here too, so that it can be called again after a failure.</param>
    /// <param name="cancellationToken">Ends it half way; every account that was reached is right.</param>
    /// <returns>How many amounts were too low.</returns>
    /// <exception cref="IOException">The ledger cannot be read.</exception>
    public async Task<int> RunAsync(
        DateTimeOffset started, Dictionary<(BudgetOwner, BudgetPeriod), decimal> saved, CancellationToken cancellationToken)
    {
        if (ledger is null)
            return 0;
        var corrected = 0;
        foreach (var period in BudgetPeriods.All)
        {
            var start = BudgetPeriods.StartOf(period, started);
            await foreach (var (owner, spent) in SumsAsync(start, started, cancellationToken))
            {
                var missing = spent - saved.GetValueOrDefault((owner, period));
                if (missing <= 0)
                    continue;
                corrected++;
                saved[(owner, period)] = spent;
                book.Account(owner).Restore(new(period, start, missing), clock.GetUtcNow());
            }
        }

        return corrected;
    }

    private async IAsyncEnumerable<(BudgetOwner Owner, decimal Spent)> SumsAsync(
        DateTimeOffset from, DateTimeOffset to, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var query = new LedgerQuery { From = from, To = to, Kind = LedgerKind.Request };
        foreach (var sum in await SumAsync(query, CostGrouping.None, cancellationToken))
            yield return (BudgetOwner.All, sum.Cost);
        foreach (var sum in Named(await SumAsync(query, CostGrouping.Key, cancellationToken)))
            yield return (new(BudgetScope.Key, null, sum.Group!), sum.Cost);

        // A user is known by tenant and name; whoever has no tenant has what is left of the name.
        var users = Named(await SumAsync(query, CostGrouping.User, cancellationToken)).ToDictionary(sum => sum.Group!, sum => sum.Cost);
        foreach (var tenant in Named(await SumAsync(query, CostGrouping.Tenant, cancellationToken)))
        {
            yield return (new(BudgetScope.Tenant, null, tenant.Group!), tenant.Cost);
            foreach (var user in Named(await SumAsync(query with { Tenant = tenant.Group }, CostGrouping.User, cancellationToken)))
            {
                users[user.Group!] = users.GetValueOrDefault(user.Group!) - user.Cost;
                yield return (new(BudgetScope.User, tenant.Group, user.Group!), user.Cost);
            }
        }

        foreach (var (name, cost) in users)
            yield return (new(BudgetScope.User, null, name), cost);
    }

    private ValueTask<IReadOnlyList<CostSum>> SumAsync(LedgerQuery query, CostGrouping grouping, CancellationToken cancellationToken) =>
        ledger!.SumAsync(query, grouping, MaxGroups, cancellationToken);

    private static IEnumerable<CostSum> Named(IEnumerable<CostSum> sums) => sums.Where(sum => sum.Group is not null);
}
