using LlmProxy.Budgets;

namespace LlmProxy.Tests.Budgets;

public class BudgetAccountTests
{
    private readonly CalendarClock _clock = new("2026-11-21T12:00:00Z");
    private readonly SeenChanges _seen = new();
    private readonly BudgetAccount _account;

    public BudgetAccountTests() => _account = new(new(BudgetScope.User, null, "ann"), _seen);

    private DateTimeOffset Now => _clock.GetUtcNow();

    [Fact]
    public void Lacks_SpentAndHeldAndAsked_CountTogether()
    {
        Use(day: 1m);
        var first = _account.Take(0.40m, Now);
        _account.Take(0.30m, Now);
        _account.Settle(first, 0.40m, 0.25m, Now);

        // 0.25 spent + 0.30 held: 0.45 is left, to the last digit.
        Assert.Null(_account.Lacks(_account.Limits.Hard, 0.45m, Now));
        var lacking = _account.Lacks(_account.Limits.Hard, 0.4500000000000000001m, Now);
        Assert.Equal((BudgetPeriod.Day, 0.25m, 0.30m), (lacking!.Value.Period, lacking.Value.Spent, lacking.Value.Reserved));
    }

    [Fact]
    public void Lacks_TwoPeriodsWithoutRoom_TellsTheOneThatEndsLast()
    {
        Use(day: 1m, week: 5m, month: 1m);
        _account.Take(1m, Now);

        Assert.Equal(BudgetPeriod.Month, _account.Lacks(_account.Limits.Hard, 0.01m, Now)!.Value.Period);
    }

    [Fact]
    public void Settle_AfterMidnight_LeavesTheNewDayAsItIs()
    {
        Use(day: 1m);
        _clock.Set("2026-11-21T23:59:59Z");
        var taken = _account.Take(0.70m, Now);
        _clock.Set("2026-11-22T00:00:01Z");

        Assert.Equal((0m, 0m), Reading(BudgetPeriod.Day));
        _account.Settle(taken, 0.70m, 0.60m, Now);

        Assert.Equal((0m, 0m), Reading(BudgetPeriod.Day));
        // 21 and 22 November 2026 are of one week and one month.
        Assert.Equal((0.60m, 0m), Reading(BudgetPeriod.Week));
        Assert.Equal((0.60m, 0m), Reading(BudgetPeriod.Month));
    }

    [Theory]
    // Sunday to Monday: day and week begin anew. Month's end on a Monday: day and month. The last of a leap February, a Tuesday: the same.
    [InlineData("2026-11-22T23:00:00Z", "2026-11-23T00:00:00Z", 0, 0, 1)]
    [InlineData("2026-11-30T23:00:00Z", "2026-12-01T00:00:00Z", 0, 1, 0)]
    [InlineData("2028-02-28T23:00:00Z", "2028-02-29T00:00:00Z", 0, 1, 1)]
    [InlineData("2028-02-29T23:00:00Z", "2028-03-01T00:00:00Z", 0, 1, 0)]
    public void Read_PeriodsOver_BeginAnew(string before, string after, int day, int week, int month)
    {
        _clock.Set(before);
        Spend(1m);
        _clock.Set(after);

        Assert.Equal([day, week, month], _account.Read(Now).Select(reading => reading.Spent));
    }

    [Fact]
    public void Take_ClockSetBack_IsGivenBackAllTheSame()
    {
        Use(day: 1m);
        _account.Take(0m, Now);
        _clock.Set("2026-11-20T12:00:00Z");
        var taken = _account.Take(0.50m, Now);
        _account.Settle(taken, 0.50m, 0.20m, Now);

        // The later day stays in force, and nothing of it is held for ever.
        Assert.Equal((0.20m, 0m), Reading(BudgetPeriod.Day));
    }

    [Fact]
    public void Settle_SoftLimitReached_IsSoToTheEndOfThePeriodAndToldOnce()
    {
        _account.Use(new(default, new(0.50m, null, null)), null, Now);
        Spend(0.49m);
        Assert.False(_account.IsOverSoft(Now));
        Spend(0.01m);
        Spend(0.01m);

        Assert.True(_account.IsOverSoft(Now));
        Assert.False(_account.IsOverHard(Now));
        Assert.Equal(["soft Day 0.50"], _seen.Reached);
        _clock.Set("2026-11-22T00:00:00Z");
        Assert.False(_account.IsOverSoft(Now));
    }

    [Fact]
    public void Take_MuchIsHeld_ReachesNoLimit()
    {
        // A limit that counted what is held would switch at $0.40 of $15.
        _account.Use(new(new(15m, null, null), new(10m, null, null)), null, Now);
        Spend(0.40m);
        _account.Take(14.60m, Now);

        Assert.False(_account.IsOverSoft(Now));
        Assert.False(_account.IsOverHard(Now));
        Assert.Empty(_seen.Reached);
    }

    [Fact]
    public void Use_LimitRaised_IsReachedNoMore()
    {
        Use(day: 1m);
        Spend(1m);
        Assert.True(_account.IsOverHard(Now));
        Assert.Equal(CalendarClock.At("2026-11-22"), _account.EndOfHard(Now));

        Use(day: 2m);

        Assert.False(_account.IsOverHard(Now));
        Spend(1m);
        Assert.Equal(["hard Day 1", "hard Day 2"], _seen.Reached);
    }

    [Fact]
    public void Settle_CostsMoreThanHeld_IsDebtOfThePeriod()
    {
        Use(day: 1m);
        var taken = _account.Take(0.90m, Now);
        _account.Settle(taken, 0.90m, 1.30m, Now);

        Assert.Equal((1.30m, 0m), Reading(BudgetPeriod.Day));
        Assert.NotNull(_account.Lacks(_account.Limits.Hard, 0m, Now));
    }

    [Fact]
    public void Restore_SavedAmounts_AreThereAndNotToldAgain()
    {
        Use(day: 1m);
        Spend(1m);
        var saved = _account.Save(Now);
        var seen = new SeenChanges();
        var restarted = new BudgetAccount(_account.Owner, seen);

        saved.ForEach(period => restarted.Restore(period, Now));
        restarted.Use(_account.Limits, null, Now);

        Assert.True(restarted.IsOverHard(Now));
        Assert.Equal([1m, 1m, 1m], restarted.Read(Now).Select(reading => reading.Spent));
        Assert.Empty(seen.Reached);
    }

    [Fact]
    public void Restore_PeriodThatIsOver_ChangesNothing()
    {
        _account.Restore(new(BudgetPeriod.Day, CalendarClock.At("2026-11-20"), 5m), Now);

        Assert.True(_account.IsBlank(Now));
    }

    private void Use(decimal? day = null, decimal? week = null, decimal? month = null) =>
        _account.Use(new(new(day, week, month), default), null, Now);

    private void Spend(decimal amount) => _account.Settle(_account.Take(amount, Now), amount, amount, Now);

    private (decimal Spent, decimal Reserved) Reading(BudgetPeriod period)
    {
        var reading = _account.Read(Now)[(int)period];
        return (reading.Spent, reading.Reserved);
    }
}
