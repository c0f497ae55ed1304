using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in western Europe.</summary>
internal static class WesternIds
{
    /// <summary>The Netherlands: nine digits (or eight), the sum by the weights 9 to 2 and -1 divisible by eleven.</summary>
    public static bool IsBsn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        buffer[0] = 0;
        var digits = Digits.Of(value, buffer[(9 - value.Length)..]);
        digits = value.Length == 9 ? digits : buffer[..9];
        return !Digits.AreAllSame(digits) && (Weighted.Sum(digits, [9, 8, 7, 6, 5, 4, 3, 2]) - digits[8]) % 11 == 0;
    }

    /// <summary>Belgium: yymmdd, three digits, and 97 less the remainder of the nine, with a 2 before them for births since 2000.</summary>
    public static bool IsRijksregister(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var number = Digits.Value(digits[..9]);
        var check = Digits.Two(digits, 9);
        var month = Digits.Two(digits, 2) % 20;
        return month <= 12
            && (month == 0 || CalendarDate.Exists(Digits.Two(digits, 0), month, Math.Max(1, Digits.Two(digits, 4))))
            && (check == 97 - number % 97 || check == 97 - (2_000_000_000 + number) % 97);
    }

    /// <summary>France: sex, year, month, place, three digits, and 97 less the remainder of the thirteen; 2A and 2B of Corsica count as 19 and 18 (INSEE).</summary>
    public static bool IsNir(ReadOnlySpan<byte> value)
    {
        Span<byte> characters = stackalloc byte[Digits.Most];
        var number = AlphaNumeric.Of(value, characters);
        Span<byte> digits = stackalloc byte[15];
        for (var i = 0; i < digits.Length; i++)
            digits[i] = (byte)(number[i] <= '9' ? number[i] - '0' : number[i] == 'A' ? 9 : 8);
        if (number[6] > '9')
            digits[5] = 1;
        var month = Digits.Two(digits, 3);
        return month is >= 1 and <= 12 or >= 20 and <= 42 or >= 50 && Digits.Two(digits, 13) == 97 - Digits.Value(digits[..13]) % 97;
    }

    /// <summary>The United Kingdom, national insurance: some prefixes are not given out (HMRC, NIM39110).</summary>
    public static bool IsNino(ReadOnlySpan<byte> value)
    {
        var prefix = (value[0] & ~0x20) << 8 | value[1] & ~0x20;
        return prefix is not (('B' << 8 | 'G') or ('G' << 8 | 'B') or ('K' << 8 | 'N') or ('N' << 8 | 'K')
            or ('N' << 8 | 'T') or ('T' << 8 | 'N') or ('Z' << 8 | 'Z'));
    }

    /// <summary>Ireland: seven digits, a letter by the remainder by 23, and since 2013 a second letter that counts nine times.</summary>
    public static bool IsPps(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var sum = Weighted.Sum(Digits.Of(value, buffer), [8, 7, 6, 5, 4, 3, 2]);
        if (value.Length > 8 && value[8] != 'W')
            sum += (value[8] - '@') * 9;
        return sum % 23 == (value[7] == 'W' ? 0 : value[7] - '@');
    }
}
