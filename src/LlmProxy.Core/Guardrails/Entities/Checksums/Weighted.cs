namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>Sums of digits by weights, as most national numbers are checked.</summary>
internal static class Weighted
{
    /// <summary>The sum of each digit times its weight; digits beyond the weights do not count.</summary>
    public static int Sum(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> weights)
    {
        var sum = 0;
        for (var i = 0; i < weights.Length && i < digits.Length; i++)
            sum += digits[i] * weights[i];
        return sum;
    }

    /// <summary>Whether the digit after the weighted ones is what the sum lacks to a multiple of <paramref name="modulus"/>; eleven and ten are no digits.</summary>
    public static bool IsComplement(ReadOnlySpan<byte> digits, ReadOnlySpan<byte> weights, int modulus) =>
        (modulus - Sum(digits, weights) % modulus) % modulus == digits[weights.Length];
}
