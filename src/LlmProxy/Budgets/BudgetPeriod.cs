namespace LlmProxy.Budgets;

/// <summary>A time for which money is budgeted, by the calendar in UTC.</summary>
public enum BudgetPeriod
{
    /// <summary>From midnight to midnight.</summary>
    Day,

    /// <summary>From Monday, as ISO 8601 has it.</summary>
    Week,

    /// <summary>From the first of the month.</summary>
    Month,
}
