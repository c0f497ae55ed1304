namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>The check digit of payment cards and of many national numbers (ISO/IEC 7812-1, annex B).</summary>
internal static class Luhn
{
    /// <summary>Whether the last digit is the check digit of those before it: every second from the right doubled, the sum of all digits divisible by ten.</summary>
    /// <param name="digits">Values from 0 to 9.</param>
    public static bool IsValid(ReadOnlySpan<byte> digits) => Sum(digits) % 10 == 0;

    /// <summary>The weighted sum of the digits; for numbers that are checked with a fixed prefix, the prefix's own part is added by the caller.</summary>
    public static int Sum(ReadOnlySpan<byte> digits)
    {
        var sum = 0;
        for (var i = digits.Length - 1; i >= 0; i--)
        {
            int digit = digits[i];
            if ((digits.Length - i) % 2 == 0)
                digit = digit < 5 ? digit * 2 : digit * 2 - 9;
            sum += digit;
        }

        return sum;
    }
}
