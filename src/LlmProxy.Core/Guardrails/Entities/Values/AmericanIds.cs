using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in America.</summary>
internal static class AmericanIds
{
    /// <summary>The United States: the area is none of 000, 666 and 900 to 999, group and serial are not all noughts (Social Security Administration, since 2011). Numbers that advertisements have used are none.</summary>
    public static bool IsSsn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        if (digits.Length != 9 || Digits.AreAllSame(digits))
            return false;
        var area = Digits.Value(digits[..3]);
        return area is not (0 or 666 or >= 900)
            && Digits.Two(digits, 3) != 0
            && Digits.Value(digits[5..]) != 0
            && Digits.Value(digits) is not (78_05_1120 or 219_09_9999 or 123_45_6789);
    }

    /// <summary>Canada: nine digits with a Luhn digit; the first is not 0 or 8.</summary>
    public static bool IsSin(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return !Digits.AreAllSame(digits) && Luhn.IsValid(digits);
    }

    /// <summary>Brazil: nine digits and two of check by eleven, ten written as nought (Receita Federal).</summary>
    public static bool IsCpf(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return !Digits.AreAllSame(digits)
            && Weighted.Sum(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == digits[9]
            && Weighted.Sum(digits, [11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) * 10 % 11 % 10 == digits[10];
    }

    /// <summary>Mexico: letters of the names, a date, and a check by ten over base 37 with Ñ between N and O (RENAPO).</summary>
    public static bool IsCurp(ReadOnlySpan<byte> value)
    {
        var sum = 0;
        for (var i = 0; i < 17; i++)
        {
            var digit = AlphaNumeric.ValueOf(value[i]);
            sum += (digit > 23 ? digit + 1 : digit) * (18 - i);
        }

        Span<byte> buffer = stackalloc byte[Digits.Most];
        return CalendarDate.IsYearMonthDay(Digits.Of(value[4..10], buffer)) && (10 - sum % 10) % 10 == value[17] - '0';
    }

    /// <summary>Chile: a check by eleven with the weights 2 to 7 from the right, ten written as K.</summary>
    public static bool IsRut(ReadOnlySpan<byte> value)
    {
        Span<byte> characters = stackalloc byte[Digits.Most];
        var number = AlphaNumeric.Of(value, characters);
        var sum = 0;
        for (var i = number.Length - 2; i >= 0; i--)
            sum += (number[i] - '0') * (2 + (number.Length - 2 - i) % 6);
        var check = (11 - sum % 11) % 11;
        return check == (number[^1] == 'K' ? 10 : number[^1] - '0');
    }

    /// <summary>Argentina: eleven digits, the check by eleven (CUIL, CUIT).</summary>
    public static bool IsCuil(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return Weighted.IsComplement(Digits.Of(value, buffer), [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    }
}
