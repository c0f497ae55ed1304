using LlmProxy.Budgets;

namespace LlmProxy.Tests.Budgets;

public class BudgetPeriodsTests
{
    [Theory]
    [InlineData(BudgetPeriod.Day, "2026-11-21T16:34:00Z", "2026-11-21", "2026-11-22")]
    [InlineData(BudgetPeriod.Day, "2028-02-29T23:59:59Z", "2028-02-29", "2028-03-01")]
    // 2026-11-21 is a Saturday, 22 a Sunday, 23 a Monday.
    [InlineData(BudgetPeriod.Week, "2026-11-21T16:34:00Z", "2026-11-16", "2026-11-23")]
    [InlineData(BudgetPeriod.Week, "2026-11-22T23:59:59Z", "2026-11-16", "2026-11-23")]
    [InlineData(BudgetPeriod.Week, "2026-11-23T00:00:00Z", "2026-11-23", "2026-11-30")]
    // A week that lies in two years.
    [InlineData(BudgetPeriod.Week, "2027-01-01T12:00:00Z", "2026-12-28", "2027-01-04")]
    [InlineData(BudgetPeriod.Month, "2028-02-29T12:00:00Z", "2028-02-01", "2028-03-01")]
    [InlineData(BudgetPeriod.Month, "2027-02-28T23:59:59Z", "2027-02-01", "2027-03-01")]
    [InlineData(BudgetPeriod.Month, "2026-12-31T23:59:59Z", "2026-12-01", "2027-01-01")]
    // The day of UTC, whatever the offset that a time is written with.
    [InlineData(BudgetPeriod.Day, "2026-11-22T01:00:00+02:00", "2026-11-21", "2026-11-22")]
    public void StartAndEnd_OfATime_AreThoseOfTheCalendar(BudgetPeriod period, string time, string start, string end)
    {
        var from = BudgetPeriods.StartOf(period, CalendarClock.At(time));

        Assert.Equal(CalendarClock.At(start), from);
        Assert.Equal(CalendarClock.At(end), BudgetPeriods.EndOf(period, from));
        Assert.Equal(TimeSpan.Zero, from.Offset);
    }

    [Fact]
    public void Name_EachPeriodAndScope_IsWrittenOut()
    {
        Assert.Equal(["day", "week", "month"], BudgetPeriods.All.Select(period => period.Name()));
        Assert.Equal(["total", "tenant", "key", "user"], Enum.GetValues<BudgetScope>().Select(BudgetOwner.NameOf));
    }
}
