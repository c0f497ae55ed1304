using LlmProxy.Exchange;
using LlmProxy.Failover.Planning;
using LlmProxy.Limits;

namespace LlmProxy.Budgets;

/// <summary>The budgets that one request stands under.</summary>
internal sealed class BudgetSet
{
    /// <summary>That of all together; <c>null</c>: there is none.</summary>
    public BudgetAccount? Total { get; init; }

    /// <summary>The tenant's; <c>null</c>: none.</summary>
    public BudgetAccount? Tenant { get; init; }

    /// <summary>The key's; <c>null</c>: none.</summary>
    public BudgetAccount? Key { get; init; }

    /// <summary>The end user's; <c>null</c>: none.</summary>
    public BudgetAccount? User { get; init; }

    /// <summary>What bounds the total for a request that goes by the rules of an emergency; <c>null</c>: it does not.</summary>
    public BudgetLimit? Ceiling { get; set; }

    /// <summary>Knows prices; set before the request is tried.</summary>
    public BudgetCosts? Costs { get; set; }

    /// <summary>Where the request goes first, by which a fallback in an emergency is judged; set before it is tried.</summary>
    /// <remarks>Kept here, since the request has no attempt of its own while its flights are under way and nothing is delivered.</remarks>
    public FailoverTarget? First { get; set; }

    /// <summary>Whether a fallback may be tried: its price must be known where that is demanded, and in an emergency be no higher than that of where the request goes first.</summary>
    public bool Permits(LlmExchange exchange, FailoverTarget target) => Costs?.Permits(exchange, target, Ceiling is null ? null : First) is not false;

    /// <summary>The first of the parties whose soft limit is reached, the narrowest first; <c>null</c>: none.</summary>
    public BudgetAccount? OverSoft(DateTimeOffset now) =>
        User?.IsOverSoft(now) is true ? User
        : Key?.IsOverSoft(now) is true ? Key
        : Tenant?.IsOverSoft(now) is true ? Tenant
        : Total?.IsOverSoft(now) is true ? Total
        : null;

    /// <summary>They as limits, the narrowest first, since its refusal tells the caller most.</summary>
    public IEnumerable<BudgetLimit> Limits
    {
        get
        {
            var limits = new List<ILimit>(4);
            AddTo(limits);
            return limits.Cast<BudgetLimit>();
        }
    }

    /// <summary>Takes note of those that have no room for a request, which was told so.</summary>
    /// <param name="asked">What it might have cost.</param>
    /// <param name="now">The clock's reading.</param>
    public void NoteRefusal(in LimitAmounts asked, DateTimeOffset now)
    {
        foreach (var limit in Limits)
        {
            if (limit.Account.Lacks(limit.Amounts, asked.Cost ?? 0, now) is { } lacking)
                limit.Account.NoteRefusal(lacking);
        }
    }

    /// <summary>Adds <see cref="Limits"/>.</summary>
    public void AddTo(List<ILimit> limits)
    {
        if (User is { } user)
            limits.Add(user.Limit);
        if (Key is { } key)
            limits.Add(key.Limit);
        if (Tenant is { } tenant)
            limits.Add(tenant.Limit);
        if (Total is { } total)
            limits.Add(Ceiling ?? total.Limit);
    }
}
