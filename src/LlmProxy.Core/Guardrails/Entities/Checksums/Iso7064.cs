using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>The check characters of ISO/IEC 7064 that identifiers use.</summary>
internal static class Iso7064
{
    /// <summary>The system MOD 97-10 over digits and letters, letters counted as 10 to 35: the remainder, 1 for a valid text.</summary>
    /// <param name="text">ASCII; what is neither letter nor digit is passed over.</param>
    /// <param name="remainder">What came before, to check a text in two parts.</param>
    public static int Mod97(ReadOnlySpan<byte> text, int remainder = 0)
    {
        foreach (var character in text)
        {
            var value = AlphaNumeric.ValueOf(character);
            if (value >= 0)
                remainder = (remainder * (value > 9 ? 100 : 10) + value) % 97;
        }

        return remainder;
    }

    /// <summary>The hybrid system MOD 11,10, of German tax and Croatian numbers.</summary>
    /// <param name="digits">Values from 0 to 9; the last is the check digit.</param>
    public static bool IsMod11And10(ReadOnlySpan<byte> digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit + product) % 10;
            product = (sum == 0 ? 10 : sum) * 2 % 11;
        }

        return (product + digits[^1]) % 10 == 1;
    }

    /// <summary>The pure system MOD 11-2, of Chinese resident numbers: the last value may be ten, written X.</summary>
    public static bool IsMod11And2(ReadOnlySpan<byte> values)
    {
        var sum = 0;
        foreach (var value in values[..^1])
            sum = (sum + value) * 2 % 11;
        return (sum + values[^1]) % 11 == 1;
    }
}
