using LlmProxy.Core.Guardrails.Entities.Checksums;

namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Numbers of health care with a check.</summary>
internal static class MedicalIds
{
    /// <summary>The United States, providers: ten digits with a Luhn digit over 80840 and them; that prefix adds 24 (45 CFR 162.406).</summary>
    public static bool IsNpi(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        return (Luhn.Sum(Digits.Of(value, buffer)) + 24) % 10 == 0;
    }

    /// <summary>The United States, prescribers: two letters, six digits and one of check: the odd places and twice the even ones (DEA, 21 CFR 1301).</summary>
    public static bool IsDea(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value[2..], buffer);
        return !Digits.AreAllSame(digits) && Weighted.Sum(digits, [1, 2, 1, 2, 1, 2]) % 10 == digits[6];
    }

    /// <summary>England: nine digits and one of check by eleven; numbers with a check of ten are not given out (NHS Data Dictionary).</summary>
    public static bool IsNhs(ReadOnlySpan<byte> value)
    {
        Span<byte> buffer = stackalloc byte[Digits.Most];
        var digits = Digits.Of(value, buffer);
        return !Digits.AreAllSame(digits) && Weighted.IsComplement(digits, [10, 9, 8, 7, 6, 5, 4, 3, 2], 11);
    }

    /// <summary>Germany, insured persons: a letter as two digits, eight digits, and a Luhn-like digit that doubles every second from the left (§ 290 SGB V).</summary>
    public static bool IsKvnr(ReadOnlySpan<byte> value)
    {
        Span<byte> digits = stackalloc byte[10];
        var letter = value[0] - '@';
        digits[0] = (byte)(letter / 10);
        digits[1] = (byte)(letter % 10);
        for (var i = 1; i < 9; i++)
            digits[i + 1] = (byte)(value[i] - '0');
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = digits[i] * (1 + i % 2);
            sum += product / 10 + product % 10;
        }

        return sum % 10 == value[9] - '0';
    }
}
