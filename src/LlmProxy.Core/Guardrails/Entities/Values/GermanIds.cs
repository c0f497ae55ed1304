using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The numbers of persons in Germany, Austria and Switzerland.</summary>
internal static class GermanIds
{
    /// <summary>Germany, tax: eleven digits of ISO 7064 MOD 11,10, where among the first ten one digit stands twice or three times and the others once (Bundeszentralamt für Steuern).</summary>
    public static bool IsSteuerId(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        Span<int> counts = stackalloc int[10];
        counts.Clear();
        foreach (var digit in digits[..10])
            counts[digit]++;
        var repeated = 0;
        foreach (var count in counts)
        {
            if (count > 3)
                return false;
            repeated += count > 1 ? 1 : 0;
        }

        return repeated == 1 && Iso7064.IsMod11And10(digits);
    }

    /// <summary>Germany, pension: area, ddmmyy, the first letter of the name as two digits, two digits, and a check of sums of digits by ten (VKVV § 2).</summary>
    public static bool IsRentenversicherung(ReadOnlySpan<byte> value)
    {
        Span<byte> characters = stackalloc byte[Digits.Most];
        var number = AlphaNumeric.Of(value, characters);
        Span<byte> digits = stackalloc byte[12];
        for (int i = 0, at = 0; i < number.Length - 1; i++)
        {
            var digit = AlphaNumeric.ValueOf(number[i]);
            if (i == 8)
                digits[at++] = (byte)((digit - 9) / 10);
            digits[at++] = (byte)(i == 8 ? (digit - 9) % 10 : digit);
        }

        ReadOnlySpan<byte> weights = [2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1];
        var sum = 0;
        for (var i = 0; i < weights.Length; i++)
            sum += digits[i] * weights[i] / 10 + digits[i] * weights[i] % 10;
        return Digits.Two(digits, 4) is >= 1 and <= 12 && sum % 10 == number[11] - '0';
    }

    /// <summary>Germany, identity card: nine characters; a tenth is the check of those by the weights 7, 3, 1 (ICAO 9303).</summary>
    public static bool IsPersonalausweis(ReadOnlySpan<byte> value) =>
        Digits.Count(value) > 0 && (value.Length == 9 || Icao9303.Check(value[..9]) == value[9] - '0');

    /// <summary>Austria: three digits, a check by eleven over all others, ddmmyy (Dachverband der Sozialversicherungsträger).</summary>
    public static bool IsSvnr(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return CalendarDate.IsDayMonthYear(digits[4..]) && Weighted.Sum(digits, [3, 7, 9, 0, 5, 8, 4, 2, 1, 6]) % 11 == digits[3];
    }

    /// <summary>Switzerland: 756, nine digits, and the check of an EAN-13.</summary>
    public static bool IsAhv(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return Weighted.IsComplement(Digits.Of(value, buffer), [1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3], 10);
    }
}
