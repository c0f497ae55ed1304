using System.Collections.Immutable;
using System.Diagnostics;

namespace LlmProxy.Budgets;

/// <summary>Where periods begin and end.</summary>
internal static class BudgetPeriods
{
    /// <summary>All of them, the shortest first; their values are places in an array.</summary>
    public static ImmutableArray<BudgetPeriod> All { get; } = [BudgetPeriod.Day, BudgetPeriod.Week, BudgetPeriod.Month];

    /// <summary>The first moment of the period that <paramref name="time"/> lies in.</summary>
    public static DateTimeOffset StartOf(BudgetPeriod period, DateTimeOffset time)
    {
        var day = time.UtcDateTime.Date;
        var start = period switch
        {
            BudgetPeriod.Day => day,
            // Sunday is 0 in .NET and the last day of a week here.
            BudgetPeriod.Week => day.AddDays(-(((int)day.DayOfWeek + 6) % 7)),
            BudgetPeriod.Month => new DateTime(day.Year, day.Month, 1, 0, 0, 0, DateTimeKind.Utc),
            _ => throw new UnreachableException($"Period {period} has no start."),
        };
        return new DateTimeOffset(start, TimeSpan.Zero);
    }

    /// <summary>The first moment after the period that begins at <paramref name="start"/>.</summary>
    public static DateTimeOffset EndOf(BudgetPeriod period, DateTimeOffset start) => period switch
    {
        BudgetPeriod.Day => start.AddDays(1),
        BudgetPeriod.Week => start.AddDays(7),
        BudgetPeriod.Month => start.AddMonths(1),
        _ => throw new UnreachableException($"Period {period} has no end."),
    };

    /// <summary>The name in events, metrics and messages.</summary>
    public static string Name(this BudgetPeriod period) => period switch
    {
        BudgetPeriod.Day => "day",
        BudgetPeriod.Week => "week",
        BudgetPeriod.Month => "month",
        _ => throw new UnreachableException($"Period {period} has no name."),
    };
}
