using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in the Baltic countries.</summary>
internal static class BalticIds
{
    /// <summary>Estonia and Lithuania: century and sex, yymmdd, three digits, and a check by eleven with a second row of weights where the first gives ten (EVS 585).</summary>
    public static bool IsPersonalCode(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var check = Weighted.Sum(digits, [1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
        if (check == 10)
            check = Weighted.Sum(digits, [3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10;
        return CalendarDate.IsYearMonthDay(digits[1..]) && check == digits[10];
    }

    /// <summary>Latvia, before 2017: ddmmyy, the century, three digits and a check by eleven.</summary>
    public static bool IsPersonasKods(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsDayMonthYear(digits)
            && digits[6] <= 2
            && (1101 - Weighted.Sum(digits, [1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11 == digits[10];
    }
}
