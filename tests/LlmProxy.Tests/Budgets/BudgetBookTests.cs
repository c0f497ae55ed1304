using LlmProxy.Budgets;
using LlmProxy.Budgets.Settings;
using LlmProxy.Tenancy;
using LlmProxy.Tenancy.Settings;

namespace LlmProxy.Tests.Budgets;

public class BudgetBookTests
{
    [Fact]
    public void Of_EachParty_HasItsOwnAmountsBeforeTheGeneralOnes()
    {
        using var budgets = new BudgetFixture(
            new()
            {
                Total = new() { Month = 1_000m },
                Tenant = new() { Day = 10m },
                Key = new() { Day = 5m, SoftDay = 4m },
                User = new() { Day = 1m },
                Users = { ["boss"] = new() { Day = 50m } },
            },
            ("acme", new TenantOptions { Budgets = new() { Day = 99m } }));
        var own = new Caller { KeyId = "k1", Tenant = "acme", Limits = new() { BudgetPerWeek = 7m } };
        var plain = new Caller { KeyId = "k2", Tenant = "other" };

        var first = budgets.Book.Of(budgets.Request(user: "boss", caller: own))!;
        var second = budgets.Book.Of(budgets.Request(user: "ann", caller: plain))!;

        Assert.Equal(1_000m, first.Total!.Limits.Hard.Month);
        Assert.Equal((99m, 10m), (first.Tenant!.Limits.Hard.Day, second.Tenant!.Limits.Hard.Day));
        Assert.Equal(new BudgetLimits(new(5m, 7m, null), new(4m, null, null)), first.Key!.Limits);
        Assert.Equal(new BudgetLimits(new(5m, null, null), new(4m, null, null)), second.Key!.Limits);
        Assert.Equal((50m, 1m), (first.User!.Limits.Hard.Day, second.User!.Limits.Hard.Day));
    }

    [Fact]
    public void Of_UsersOfOneNameInTwoTenants_AreTwo()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m } });

        var one = budgets.Book.Of(budgets.Request(user: "ann", caller: new() { KeyId = "k1", Tenant = "a" }))!.User;
        var other = budgets.Book.Of(budgets.Request(user: "ann", caller: new() { KeyId = "k2", Tenant = "b" }))!.User;

        Assert.NotSame(one, other);
    }

    [Fact]
    public void Of_NobodyNamed_IsNoUsersBudget()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m } });

        Assert.Null(budgets.Book.Of(budgets.Request()));
    }

    [Fact]
    public void Account_MoreUsersThanPlaces_ShareOneBudget()
    {
        var clock = new CalendarClock("2026-11-21T12:00:00Z");
        var book = new BudgetBook(new BudgetNotes(), clock, maxUsers: 2);
        var first = book.Account(new(BudgetScope.User, null, "1"));
        book.Account(new(BudgetScope.User, null, "2"));

        var third = book.Account(new(BudgetScope.User, null, "3"));

        Assert.Same(third, book.Account(new(BudgetScope.User, null, "4")));
        Assert.Equal(BudgetOwner.OtherUsers, third.Owner);
        // Keys and tenants are the operator's, and have their places.
        Assert.Equal("3", book.Account(new(BudgetScope.Key, null, "3")).Owner.Name);
        Assert.Same(first, book.Account(new(BudgetScope.User, null, "1")));
    }

    [Fact]
    public void Sweep_BlankAccountsNotUsedLately_MakesRoom()
    {
        var clock = new CalendarClock("2026-11-21T12:00:00Z");
        var book = new BudgetBook(new BudgetNotes(), clock, maxUsers: 2);
        var spender = book.Account(new(BudgetScope.User, null, "spender"));
        spender.Settle(spender.Take(1m, clock.GetUtcNow()), 1m, 1m, clock.GetUtcNow());
        var blank = new BudgetOwner(BudgetScope.User, null, "blank");
        book.Account(blank);
        Assert.Empty(book.Sweep());
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Equal([blank], book.Sweep());

        Assert.Equal("new", book.Account(new(BudgetScope.User, null, "new")).Owner.Name);
        // A month later what was spent is over too.
        clock.Set("2026-12-01T00:00:00Z");
        Assert.Contains(spender.Owner, book.Sweep());
    }

    [Fact]
    public void Sweep_SomethingIsHeld_KeepsTheAccount()
    {
        var clock = new CalendarClock("2026-11-21T12:00:00Z");
        var book = new BudgetBook(new BudgetNotes(), clock);
        book.Account(new(BudgetScope.User, null, "ann")).Take(1m, clock.GetUtcNow());
        clock.Advance(TimeSpan.FromMinutes(11));

        Assert.Empty(book.Sweep());
    }

    [Fact]
    public void Of_SharedAccount_NeverHasOneUsersOwnAmounts()
    {
        using var budgets = new BudgetFixture(new() { User = new() { Day = 1m }, Users = { ["boss"] = new() { Day = 50m } } });
        var book = new BudgetBook(budgets.Notes, budgets.Clock, maxUsers: 0);

        Assert.Equal(1m, book.Of(budgets.Request(user: "boss"))!.User!.Limits.Hard.Day);
    }
}
