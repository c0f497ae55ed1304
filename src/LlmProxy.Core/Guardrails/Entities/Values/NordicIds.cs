using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in the Nordic countries.</summary>
internal static class NordicIds
{
    private const string HetuCheck = "0123456789ABCDEFHJKLMNPRSTUVWXY";

    /// <summary>Finland: ddmmyy, a sign of the century, a number from 002, and a character by the remainder of the nine digits by 31 (Digital and Population Data Services Agency).</summary>
    public static bool IsHetu(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value[..10], buffer);
        return digits.Length == 9
            && CalendarDate.IsDayMonthYear(digits)
            && Digits.Value(digits[6..]) >= 2
            && HetuCheck[(int)(Digits.Value(digits) % 31)] == char.ToUpperInvariant((char)value[10]);
    }

    /// <summary>Sweden: yymmdd or yyyymmdd, three digits and a Luhn digit over the ten; a coordination number adds 60 to the day (Skatteverket).</summary>
    public static bool IsPersonnummer(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        digits = digits[(digits.Length - 10)..];
        var day = Digits.Two(digits, 4);
        return CalendarDate.Exists(Digits.Two(digits, 0), Digits.Two(digits, 2), day > 60 ? day - 60 : day) && Luhn.IsValid(digits);
    }

    /// <summary>Norway: ddmmyy, three digits and two of check by eleven; a D-number adds 40 to the day (Skatteetaten).</summary>
    public static bool IsFodselsnummer(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var day = Digits.Two(digits, 0);
        return CalendarDate.Exists(Digits.Two(digits, 4), Digits.Two(digits, 2), day > 40 ? day - 40 : day)
            && Weighted.IsComplement(digits, [3, 7, 6, 1, 8, 9, 4, 5, 2], 11)
            && Weighted.IsComplement(digits, [5, 4, 3, 2, 7, 6, 5, 4, 3, 2], 11);
    }

    /// <summary>Denmark: ddmmyy and four digits; since 2007 no check digit is promised (CPR-kontoret).</summary>
    public static bool IsCpr(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return CalendarDate.IsDayMonthYear(Digits.Of(value, buffer));
    }

    /// <summary>Iceland: ddmmyy, two digits, one of check by eleven, and the century (Þjóðskrá).</summary>
    public static bool IsKennitala(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsDayMonthYear(digits) && Weighted.IsComplement(digits, [3, 2, 7, 6, 5, 4, 3, 2], 11);
    }
}
