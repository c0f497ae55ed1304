using FsCheck;
using FsCheck.Fluent;
using LlmProxy.Budgets;
using LlmProxy.Limits;

namespace LlmProxy.Tests.Budgets;

/// <summary>Whatever the order in which requests begin, end, fail and days pass, the amounts are those that a plain sum gives.</summary>
public class BudgetAccountPropertyTests
{
    private static Arbitrary<Step[]> Steps => Gen.OneOf(
            Gen.Choose(1, 500).Select(cents => new Step(Kind.Start, cents)),
            Gen.Choose(0, 500).Select(cents => new Step(Kind.Finish, cents)),
            Gen.Constant(new Step(Kind.Release, 0)),
            Gen.Choose(1, 30).Select(hours => new Step(Kind.Wait, hours)))
        .ArrayOf().ToArbitrary();

    private enum Kind
    {
        Start,
        Finish,
        Release,
        Wait,
    }

    [Fact]
    public void AnyInterleaving_OfRequests_LeavesTheAmountsBalanced() =>
        Prop.ForAll(Steps, steps => Run(steps, new(5m, 20m, 50m))).Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithEndSize(80));

    private static void Run(Step[] steps, BudgetAmounts hard)
    {
        var clock = new CalendarClock("2026-11-27T12:00:00Z");
        var account = new BudgetAccount(new(BudgetScope.User, null, "ann"));
        account.Use(new(hard, default), null, clock.GetUtcNow());
        var underWay = new Queue<(long Window, DateTimeOffset At, decimal Held)>();
        var ended = new List<(DateTimeOffset At, decimal Held, decimal Cost)>();
        foreach (var step in steps)
        {
            var now = clock.GetUtcNow();
            var asked = new LimitAmounts(1, step.Number / 100m);
            if (step.Kind == Kind.Wait)
                clock.Advance(TimeSpan.FromHours(step.Number));
            else if (step.Kind == Kind.Start && account.Limit.Check(asked, now) is null)
                underWay.Enqueue((account.Limit.Take(asked, now), now, asked.Cost!.Value));
            else if (step.Kind is Kind.Finish or Kind.Release && underWay.TryDequeue(out var request))
            {
                var used = step.Kind == Kind.Release ? LimitAmounts.None : asked;
                account.Limit.Settle(request.Window, new(1, request.Held), used, now);
                ended.Add((request.At, request.Held, used.Cost!.Value));
            }

            Compare(account, clock.GetUtcNow(), hard, underWay, ended);
        }
    }

    private static void Compare(
        BudgetAccount account, DateTimeOffset now, BudgetAmounts hard,
        IEnumerable<(long Window, DateTimeOffset At, decimal Held)> underWay, List<(DateTimeOffset At, decimal Held, decimal Cost)> ended)
    {
        foreach (var reading in account.Read(now))
        {
            var inPeriod = ended.Where(request => request.At >= reading.Start).ToList();
            Assert.Equal(inPeriod.Sum(request => request.Cost), reading.Spent);
            Assert.Equal(underWay.Where(request => request.At >= reading.Start).Sum(request => request.Held), reading.Reserved);
            // The documented bound: what requests cost beyond what they held, and nothing else, goes over the limit.
            var beyond = inPeriod.Sum(request => Math.Max(0, request.Cost - request.Held));
            Assert.True(reading.Spent + reading.Reserved <= hard[reading.Period] + beyond);
        }
    }

    private sealed record Step(Kind Kind, int Number);
}
