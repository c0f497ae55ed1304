using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in southern Europe and Turkey.</summary>
internal static class SouthernIds
{
    private const string DniLetters = "TRWAGMYFPDXBNJZSQVHLCKE";

    /// <summary>Spain: a letter by the remainder of the number by 23; of foreigners, X, Y and Z count as 0, 1 and 2 before it (Ministerio del Interior).</summary>
    public static bool IsDni(ReadOnlySpan<byte> value)
    {
        Span<byte> characters = stackalloc byte[Digits.Most];
        var number = AlphaNumeric.Of(value, characters);
        var sum = number[0] >= 'X' ? number[0] - 'X' : 0L;
        foreach (var character in number[(number[0] >= 'X' ? 1 : 0)..^1])
            sum = sum * 10 + (character - '0');
        return DniLetters[(int)(sum % 23)] == number[^1];
    }

    /// <summary>Portugal: nine digits, a check by eleven with ten written as nought.</summary>
    public static bool IsPortugueseNif(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return (11 - Weighted.Sum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11 % 10 == digits[8];
    }

    /// <summary>Greece, social insurance: ddmmyy, four digits and a Luhn digit.</summary>
    public static bool IsAmka(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsDayMonthYear(digits) && Luhn.IsValid(digits);
    }

    /// <summary>Greece, tax: eight digits by powers of two, by eleven, by ten.</summary>
    public static bool IsAfm(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var sum = 0;
        for (var i = 0; i < 8; i++)
            sum += digits[i] << 8 - i;
        return !Digits.AreAllSame(digits) && sum % 11 % 10 == digits[8];
    }

    /// <summary>Turkey: two digits of check, of the odd and even places and of the sum (Nüfus ve Vatandaşlık İşleri).</summary>
    public static bool IsKimlik(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var odd = digits[0] + digits[2] + digits[4] + digits[6] + digits[8];
        var even = digits[1] + digits[3] + digits[5] + digits[7];
        return ((odd * 7 - even) % 10 + 10) % 10 == digits[9] && (odd + even + digits[9]) % 10 == digits[10];
    }
}
