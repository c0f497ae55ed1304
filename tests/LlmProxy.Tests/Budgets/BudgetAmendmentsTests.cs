using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;
using LlmProxy.Tenancy;

namespace LlmProxy.Tests.Budgets;

public class BudgetAmendmentsTests
{
    [Fact]
    public void Amend_AccountsWereForgottenMeanwhile_AreChargedAll()
    {
        using var budgets = new BudgetFixture(new() { Tenant = new() { Day = 1m }, Key = new() { Day = 1m }, Users = { ["ann"] = new() { Day = 1m } } });
        var exchange = budgets.Request(user: "ann", caller: new Caller { KeyId = "k", Tenant = "acme" });
        Assert.NotNull(budgets.Book.Of(exchange));
        var came = budgets.Clock.GetUtcNow();
        budgets.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(3, budgets.Book.Sweep().Count);

        Amendments(budgets).Amend("acme", "k", "ann", came, held: 0, cost: 0.25m);

        var set = budgets.Book.Of(exchange)!;
        Assert.All([set.Tenant!, set.Key!, set.User!], account => Assert.Equal(0.25m, Spent(budgets, account)));
        // The day's $1 is not yet spent.
        Assert.False(set.User!.IsOverHard(budgets.Clock.GetUtcNow()));
    }

    [Fact]
    public void Amend_KeysOwnBudgetHeldSomething_IsCharged()
    {
        using var budgets = new BudgetFixture(new());
        var came = budgets.Clock.GetUtcNow();

        Amendments(budgets).Amend(null, "k", null, came.AddMonths(-1), held: 0.5m, cost: 0.25m);

        var exchange = budgets.Request(caller: new Caller { KeyId = "k", Limits = new KeyLimits { BudgetPerDay = 0.25m } });
        Assert.True(budgets.Book.Of(exchange)!.Key!.IsOverHard(came));
    }

    [Fact]
    public void Amend_PartiesWithoutBudget_HaveNoAccounts()
    {
        using var budgets = new BudgetFixture(new() { Total = new() { Day = 1m }, Users = { ["ann"] = new() { Day = 1m } } });

        Amendments(budgets).Amend("acme", "k", "bob", budgets.Clock.GetUtcNow(), held: 0, cost: 0.25m);

        Assert.All(
            [new BudgetOwner(BudgetScope.Tenant, null, "acme"), new(BudgetScope.Key, null, "k"), new(BudgetScope.User, "acme", "bob")],
            owner => Assert.Null(budgets.Book.Find(owner)));
        Assert.Equal(0.25m, Spent(budgets, budgets.Book.Total));
    }

    private static BudgetAmendments Amendments(BudgetFixture budgets) => new(budgets.Book, budgets.Configuration, budgets.Clock);

    private static decimal Spent(BudgetFixture budgets, BudgetAccount account) => account.Read(budgets.Clock.GetUtcNow())[0].Spent;
}
