namespace LlmProxy.Budgets;

/// <summary>What was spent and is held in one period. Times are UTC ticks.</summary>
internal struct BudgetWindow
{
    /// <summary>The period's first moment.</summary>
    public long Start;

    /// <summary>The first moment after it.</summary>
    public long End;

    /// <summary>What requests that have ended cost. US dollars.</summary>
    public decimal Spent;

    /// <summary>What requests under way may cost. US dollars.</summary>
    public decimal Reserved;

    /// <summary>Begins anew where the period is over. What its last requests still hold is settled in the period that they came in.</summary>
    public void Roll(BudgetPeriod period, DateTimeOffset now)
    {
        // A clock that is set back finds the later period still in force.
        if (now.UtcTicks < End)
            return;
        var start = BudgetPeriods.StartOf(period, now);
        (Start, End, Spent, Reserved) = (start.UtcTicks, BudgetPeriods.EndOf(period, start).UtcTicks, 0m, 0m);
    }
}
