using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in Asia.</summary>
internal static class AsianIds
{
    /// <summary>What the letter before a number of Taiwan stands for, from A to Z.</summary>
    private static ReadOnlySpan<byte> TaiwaneseAreas => [10, 11, 12, 13, 14, 15, 16, 17, 34, 18, 19, 20, 21, 22, 35, 23, 24, 25, 26, 27, 28, 29, 32, 30, 31, 33];

    /// <summary>India: twelve digits by Verhoeff; the first is not 0 or 1, and it is no palindrome (UIDAI).</summary>
    public static bool IsAadhaar(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var isPalindrome = true;
        for (var i = 0; i < digits.Length / 2; i++)
            isPalindrome &= digits[i] == digits[digits.Length - 1 - i];
        return !isPalindrome && Verhoeff.IsValid(digits);
    }

    /// <summary>China: area, yyyymmdd, three digits, ISO 7064 MOD 11-2 with ten as X (GB 11643-1999).</summary>
    public static bool IsChineseResident(ReadOnlySpan<byte> value)
    {
        Span<byte> values = stackalloc byte[18];
        for (var i = 0; i < values.Length; i++)
            values[i] = (byte)(value[i] is (byte)'X' or (byte)'x' ? 10 : value[i] - '0');
        var year = Digits.Two(values, 6) * 100 + Digits.Two(values, 8);
        return CalendarDate.IsBirth(year, Digits.Two(values, 10), Digits.Two(values, 12)) && Iso7064.IsMod11And2(values);
    }

    /// <summary>Taiwan: a letter of the area as two digits, nine more, the weights 1, 9 to 1 and 1 divisible by ten.</summary>
    public static bool IsTaiwanese(ReadOnlySpan<byte> value)
    {
        int area = TaiwaneseAreas[value[0] - 'A'];
        var sum = area / 10 + area % 10 * 9;
        for (var i = 1; i < 9; i++)
            sum += (value[i] > '9' ? TaiwaneseAreas[value[i] - 'A'] % 10 : value[i] - '0') * (9 - i);
        return (sum + value[9] - '0') % 10 == 0;
    }

    /// <summary>Hong Kong: one or two letters, six digits, and a check by eleven with ten as A.</summary>
    public static bool IsHongKong(ReadOnlySpan<byte> value)
    {
        Span<byte> characters = stackalloc byte[Digits.Most];
        var number = AlphaNumeric.Of(value, characters);
        // A missing first letter counts as a space, of the value 36.
        var sum = number.Length == 8 ? 36 * 9 : 0;
        for (var i = 0; i < number.Length; i++)
            sum += AlphaNumeric.ValueOf(number[i]) * (number.Length - i);
        return sum % 11 == 0;
    }

    /// <summary>Japan: eleven digits and one of check by eleven, ten and eleven written as nought (Ministry of Internal Affairs, ordinance 85 of 2014).</summary>
    public static bool IsMyNumber(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var rest = Weighted.Sum(digits, [6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        return !Digits.AreAllSame(digits) && (rest <= 1 ? 0 : 11 - rest) == digits[11];
    }

    /// <summary>South Korea: yymmdd, then sex and century; the digits after it follow no rule since October 2020.</summary>
    public static bool IsRrn(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return CalendarDate.IsYearMonthDay(Digits.Of(value, buffer));
    }

    /// <summary>Singapore: a letter of the kind and century, seven digits, and a letter by their sum by eleven.</summary>
    public static bool IsNric(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var sum = Weighted.Sum(Digits.Of(value, buffer), [2, 7, 6, 5, 4, 3, 2]);
        var (letters, offset) = (value[0] & ~0x20) switch
        {
            'S' => ("JZIHGFEDCBA", 0),
            'T' => ("JZIHGFEDCBA", 4),
            'F' => ("XWUTRQPNMLK", 0),
            'G' => ("XWUTRQPNMLK", 4),
            _ => ("KLJNPQRTUWX", 3),
        };
        var rest = (sum + offset) % 11;
        return letters[value[0] is (byte)'M' or (byte)'m' ? 10 - rest : rest] == (value[8] & ~0x20);
    }

    /// <summary>Thailand: thirteen digits, a check by eleven by ten.</summary>
    public static bool IsThai(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return (11 - Weighted.Sum(digits, [13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10 == digits[12];
    }

    /// <summary>Malaysia: yymmdd, a place of birth that is given out, four digits.</summary>
    public static bool IsMyKad(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsYearMonthDay(digits) && Digits.Two(digits, 6) is (>= 1 and <= 16) or (>= 21 and <= 59) or (>= 60 and <= 93) or 98 or 99;
    }

    /// <summary>Indonesia: six digits of the area, ddmmyy with 40 added to a woman's day, four digits.</summary>
    public static bool IsNik(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        var day = Digits.Two(digits, 6);
        return CalendarDate.Exists(Digits.Two(digits, 10), Digits.Two(digits, 8), day > 40 ? day - 40 : day);
    }
}
