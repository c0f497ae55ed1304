using System.Collections.Concurrent;
using LlmProxy.Budgets.Settings;
using LlmProxy.Exchange;

namespace LlmProxy.Budgets;

/// <summary>The accounts of all parties that have spent money.</summary>
/// <remarks>
/// Tenants and keys are as many as are configured. Of users, whom callers name, at most <see cref="MaxUsers"/> have accounts: once
/// that many have spent in this month, further ones share one account with one user's limits until accounts become blank and are
/// swept out, so that a new name never is a way round a budget.
/// </remarks>
internal sealed class BudgetBook(IBudgetObserver observer, TimeProvider clock, int maxUsers = BudgetBook.MaxUsers)
{
    /// <summary>How many users have accounts of their own.</summary>
    public const int MaxUsers = 100_000;

    /// <summary>How long a blank account is kept after its last use; longer than any request can lie between finding and using it.</summary>
    private static readonly TimeSpan Keep = TimeSpan.FromMinutes(10);

    private readonly ConcurrentDictionary<BudgetOwner, BudgetAccount> _accounts = new();
    private readonly BudgetAccount _otherUsers = new(BudgetOwner.OtherUsers, observer);
    private int _users;
    private volatile Ceiling? _ceiling;

    /// <summary>The account of all together.</summary>
    public BudgetAccount Total { get; } = new(BudgetOwner.All, observer);

    /// <summary>All accounts.</summary>
    public IEnumerable<BudgetAccount> All => _accounts.Values.Prepend(_otherUsers).Prepend(Total);

    /// <summary>The budgets of a request; <c>null</c>: none apply.</summary>
    public BudgetSet? Of(LlmExchange exchange)
    {
        var model = exchange.Route.Proxy.Budgets;
        var caller = exchange.Caller;
        var now = clock.GetUtcNow();
        var total = model.Total.IsEmpty ? null : Updated(Total, model.Total, model, now);
        var tenant = caller.Tenant is { } tenantName && model.OfTenant(tenantName) is { IsEmpty: false } ofTenant
            ? Updated(Account(new(BudgetScope.Tenant, null, tenantName)), ofTenant, model, now)
            : null;
        var key = caller.KeyId is { } keyId ? OfKey(keyId, caller.Limits, model, now) : null;
        var user = exchange.User is { } userName && model.OfUser(userName) is { IsEmpty: false } ofUser
            ? OfUser(new(BudgetScope.User, caller.Tenant, userName), ofUser, model, now)
            : null;
        return total is null && tenant is null && key is null && user is null
            ? null
            : new() { Total = total, Tenant = tenant, Key = key, User = user };
    }

    /// <summary>The total's account, bounded by what may be spent in an emergency.</summary>
    public BudgetLimit CeilingOf(BudgetModel model)
    {
        if (_ceiling is not { } ceiling || ceiling.Model != model)
            _ceiling = ceiling = new(model, new(Total, model.Ceiling));
        return ceiling.Limit;
    }

    /// <summary>Gives the account of all together the amounts of a configuration that no request may have brought yet.</summary>
    public void Update(BudgetModel model) => Updated(Total, model.Total, model, clock.GetUtcNow());

    /// <summary>The account of a party, made where there is none. Of users it may be the shared one.</summary>
    public BudgetAccount Account(BudgetOwner owner)
    {
        if (owner == BudgetOwner.All)
            return Total;
        if (owner == BudgetOwner.OtherUsers)
            return _otherUsers;
        if (_accounts.TryGetValue(owner, out var account))
            return account;
        if (owner.Scope == BudgetScope.User && Volatile.Read(ref _users) >= maxUsers)
            return _otherUsers;
        account = new(owner, observer) { LastUsed = clock.GetUtcNow().UtcTicks };
        if (!_accounts.TryAdd(owner, account))
            return _accounts.GetValueOrDefault(owner, account);
        if (owner.Scope == BudgetScope.User)
            Interlocked.Increment(ref _users);
        return account;
    }

    /// <summary>The account of a party that has one, which for a user may be the shared one; <c>null</c>: it has none, or one that nothing was spent of lately.</summary>
    public BudgetAccount? Find(BudgetOwner owner) =>
        _accounts.TryGetValue(owner, out var account) ? account
        : owner.Scope == BudgetScope.User && Volatile.Read(ref _users) >= maxUsers ? _otherUsers
        : null;

    /// <summary>Forgets accounts that were not used lately and hold nothing.</summary>
    /// <returns>Whose they were.</returns>
    public List<BudgetOwner> Sweep()
    {
        var now = clock.GetUtcNow();
        var before = (now - Keep).UtcTicks;
        var gone = new List<BudgetOwner>();
        foreach (var (owner, account) in _accounts)
        {
            if (account.LastUsed >= before || !account.IsBlank(now) || !_accounts.TryRemove(owner, out _))
                continue;
            gone.Add(owner);
            if (owner.Scope == BudgetScope.User)
                Interlocked.Decrement(ref _users);
        }

        return gone;
    }

    private BudgetAccount? OfKey(string keyId, Tenancy.KeyLimits own, BudgetModel model, DateTimeOffset now)
    {
        if (own is { BudgetPerDay: null, BudgetPerWeek: null, BudgetPerMonth: null })
            return model.Key.IsEmpty ? null : Updated(Account(new(BudgetScope.Key, null, keyId)), model.Key, model, now);
        var account = Account(new(BudgetScope.Key, null, keyId));
        if (!ReferenceEquals(account.Source, own) || !ReferenceEquals(account.Model, model))
        {
            // The key's own amounts, with the soft limits of all keys.
            var hard = new BudgetAmounts(own.BudgetPerDay, own.BudgetPerWeek, own.BudgetPerMonth).Or(model.Key.Hard);
            account.Use(new(hard, model.Key.Soft), own, now);
            account.Model = model;
        }

        account.LastUsed = now.UtcTicks;
        return account;
    }

    private BudgetAccount OfUser(BudgetOwner owner, BudgetLimits limits, BudgetModel model, DateTimeOffset now)
    {
        var account = Account(owner);
        // One user's particular amounts must not become those of all who share the account.
        return Updated(account, ReferenceEquals(account, _otherUsers) && !model.User.IsEmpty ? model.User : limits, model, now);
    }

    private static BudgetAccount Updated(BudgetAccount account, BudgetLimits limits, BudgetModel model, DateTimeOffset now)
    {
        if (!ReferenceEquals(account.Source, model))
            account.Use(limits, model, now);
        account.LastUsed = now.UtcTicks;
        return account;
    }

    private sealed record Ceiling(BudgetModel Model, BudgetLimit Limit);
}
