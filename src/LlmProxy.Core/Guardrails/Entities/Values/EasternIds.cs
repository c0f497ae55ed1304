using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in eastern Europe.</summary>
internal static class EasternIds
{
    /// <summary>Poland: yymmdd with the century in the month, four digits, a check by ten (PESEL).</summary>
    public static bool IsPesel(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.Exists(Digits.Two(digits, 0), Digits.Two(digits, 2) % 20, Digits.Two(digits, 4))
            && Weighted.IsComplement(digits, [1, 3, 7, 9, 1, 3, 7, 9, 1, 3], 10);
    }

    /// <summary>Czechia and Slovakia: yymmdd with 50 added to a woman's month, and from 1954 four digits, of which the last is the remainder of the others by eleven; until 1985 ten was written as nought.</summary>
    public static bool IsRodneCislo(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var month = Digits.Two(digits, 2) % 50;
        return CalendarDate.Exists(Digits.Two(digits, 0), month > 20 ? month - 20 : month, Digits.Two(digits, 4))
            && (digits.Length == 9 || Digits.Value(digits[..9]) % 11 % 10 == digits[9]);
    }

    /// <summary>Romania: sex and century, yymmdd, county, three digits, and a check by eleven with ten written as one.</summary>
    public static bool IsCnp(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var check = Weighted.Sum(digits, [2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
        return CalendarDate.IsYearMonthDay(digits[1..]) && Digits.Two(digits, 7) is >= 1 and <= 52 && (check == 10 ? 1 : check) == digits[12];
    }

    /// <summary>Bulgaria: yymmdd with 20 or 40 added to the month for other centuries, three digits, and a check by eleven.</summary>
    public static bool IsEgn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.Exists(Digits.Two(digits, 0), Digits.Two(digits, 2) % 20, Digits.Two(digits, 4))
            && Weighted.Sum(digits, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == digits[9];
    }

    /// <summary>The countries of former Yugoslavia: ddmm, three digits of the year, region, three digits, and a check by eleven.</summary>
    public static bool IsJmbg(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return digits[4] is 9 or 0
            && CalendarDate.Exists(Digits.Two(digits, 5), Digits.Two(digits, 2), Digits.Two(digits, 0))
            && Weighted.IsComplement(digits, [7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    }

    /// <summary>Croatia: eleven digits of ISO 7064 MOD 11,10.</summary>
    public static bool IsOib(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return Iso7064.IsMod11And10(Digits.Of(value, buffer));
    }

    /// <summary>Russia: nine digits and two of check, the sum by falling weights by 101 (SNILS).</summary>
    public static bool IsSnils(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return Weighted.Sum(digits, [9, 8, 7, 6, 5, 4, 3, 2, 1]) % 101 % 100 == Digits.Two(digits, 9);
    }
}
