using LlmProxy.Limits;

namespace LlmProxy.Budgets;

/// <summary>A budget as one limit of a request: the day's, week's and month's amounts together.</summary>
/// <param name="account">Whose money it is.</param>
/// <param name="ceiling">What may be spent in place of the account's own hard limits; <c>null</c>: those.</param>
internal sealed class BudgetLimit(BudgetAccount account, BudgetAmounts? ceiling) : ILimit
{
    /// <inheritdoc/>
    public LimitInfo Info { get; } = new(LimitKind.Budget, account.Owner.ScopeName, account.Owner.Name);

    /// <summary>Whose money it is.</summary>
    public BudgetAccount Account => account;

    /// <summary>What may be spent.</summary>
    public BudgetAmounts Amounts => ceiling ?? account.Limits.Hard;

    /// <inheritdoc/>
    public LimitRefusal? Check(in LimitAmounts asked, DateTimeOffset now)
    {
        var cost = asked.Cost ?? 0;
        return account.Lacks(Amounts, cost, now) is { } lacking ? BudgetErrors.Refusal(Info, lacking, cost, now) : null;
    }

    /// <inheritdoc/>
    public long Take(in LimitAmounts asked, DateTimeOffset now) => account.Take(asked.Cost ?? 0, now);

    /// <inheritdoc/>
    /// <remarks>Where it turns out only afterwards that nobody knows the price, what was held is charged: it is never free.</remarks>
    public void Settle(long window, in LimitAmounts asked, in LimitAmounts used, DateTimeOffset now)
    {
        var held = asked.Cost ?? 0;
        account.Settle(window, held, used.Cost ?? held, now);
    }
}
