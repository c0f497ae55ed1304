using System.Text;
using LlmProxy.Budgets;

namespace LlmProxy.Tests.Budgets;

public class BudgetDocumentTests
{
    [Fact]
    public void Read_WhatWasWritten_IsTheSameToTheLastDigit()
    {
        var owner = new BudgetOwner(BudgetScope.User, "acme", "ann \"the\" first");
        SpentInPeriod[] spent =
        [
            new(BudgetPeriod.Day, CalendarClock.At("2026-11-21"), 0.0000000000000000000000000001m, true),
            new(BudgetPeriod.Month, CalendarClock.At("2026-11-01"), 123456789.123456789m, false, true),
        ];

        var (readOwner, readSpent) = BudgetDocument.Read(BudgetDocument.Write(owner, spent));

        Assert.Equal(owner, readOwner);
        Assert.Equal(spent, readSpent);
    }

    [Fact]
    public void KeyOf_DifferentOwners_Differs()
    {
        BudgetOwner[] owners =
        [
            new(BudgetScope.User, null, "ab"), new(BudgetScope.User, "a", "b"), new(BudgetScope.User, "", "ab"),
            new(BudgetScope.Key, null, "ab"), new(BudgetScope.User, null, new string('x', 10_000)),
        ];

        var keys = owners.Select(BudgetDocument.KeyOf).ToList();

        Assert.Equal(keys.Count, keys.Distinct().Count());
        Assert.All(keys, key => Assert.InRange(key.Length, 1, 512));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"scope":"nobody","tenant":null,"name":"x","periods":[]}""")]
    [InlineData("""{"scope":"user","tenant":null,"name":"x","periods":[{"period":"day"}]}""")]
    public void Read_SomethingElse_Throws(string document) =>
        Assert.Throws<FormatException>(() => BudgetDocument.Read(Encoding.UTF8.GetBytes(document)));
}
