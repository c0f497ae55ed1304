using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in Australia, New Zealand and South Africa.</summary>
internal static class PacificIds
{
    /// <summary>Australia, tax: the weighted sum of the nine digits (or the eight of old) divisible by eleven.</summary>
    public static bool IsTfn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        if (Digits.AreAllSame(digits))
            return false;
        return digits.Length == 9
            ? Weighted.Sum(digits, [1, 4, 3, 7, 5, 8, 6, 9, 10]) % 11 == 0
            : Weighted.Sum(digits, [10, 7, 8, 4, 6, 3, 5, 1]) % 11 == 0;
    }

    /// <summary>Australia, business: eleven digits, one taken from the first, the weighted sum divisible by 89 (Australian Business Register).</summary>
    public static bool IsAbn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return (Weighted.Sum(digits, [10, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19]) - 10) % 89 == 0;
    }

    /// <summary>Australia, company: eight digits and one of check by ten (ASIC).</summary>
    public static bool IsAcn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return !Digits.AreAllSame(digits) && Weighted.IsComplement(digits, [8, 7, 6, 5, 4, 3, 2, 1], 10);
    }

    /// <summary>Australia, Medicare: the first digit 2 to 6, the ninth a check by ten of the eight before it, then the issue and the person (Services Australia).</summary>
    public static bool IsMedicare(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return Weighted.Sum(digits, [1, 3, 7, 9, 1, 3, 7, 9]) % 10 == digits[8];
    }

    /// <summary>New Zealand, tax: a check by eleven, with a second row of weights where the first gives ten (Inland Revenue).</summary>
    public static bool IsIrd(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        buffer[0] = 0;
        var count = Digits.Count(value);
        Digits.Of(value, buffer[(9 - count)..]);
        var digits = buffer[..9];
        return Weighted.IsComplement(digits, [3, 2, 7, 6, 5, 4, 3, 2], 11) || Weighted.IsComplement(digits, [7, 4, 3, 2, 5, 2, 7, 6], 11);
    }

    /// <summary>South Africa: yymmdd, four digits of the sex, citizenship, one digit, and a Luhn digit.</summary>
    public static bool IsSouthAfrican(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsYearMonthDay(digits) && Luhn.IsValid(digits);
    }
}
