namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Dates of birth inside national numbers.</summary>
internal static class CalendarDate
{
    /// <summary>Whether such a day exists, in a year that is told by its last two digits: 29 February passes where one of the two centuries has it.</summary>
    public static bool Exists(int twoDigitYear, int month, int day) =>
        month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(2000 + twoDigitYear, month)
        || month == 2 && day == 29 && DateTime.IsLeapYear(1900 + twoDigitYear);

    /// <summary>Whether such a day exists and somebody who lives may have been born on it.</summary>
    public static bool IsBirth(int year, int month, int day) =>
        year is >= 1880 and <= 2099 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);

    /// <summary>Whether six digits are year, month and day.</summary>
    public static bool IsYearMonthDay(ReadOnlySpan<byte> digits) => Exists(Digits.Two(digits, 0), Digits.Two(digits, 2), Digits.Two(digits, 4));

    /// <summary>Whether six digits are day, month and year.</summary>
    public static bool IsDayMonthYear(ReadOnlySpan<byte> digits) => Exists(Digits.Two(digits, 4), Digits.Two(digits, 2), Digits.Two(digits, 0));
}
