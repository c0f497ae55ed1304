namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The ranges of numbers that the networks of payment cards issue.</summary>
/// <remarks>From the networks' published ranges: ISO/IEC 7812 leaves the first six to eight digits to them.</remarks>
internal static class CardNetworks
{
    /// <summary>Whether a network issues numbers that begin so and are that long. Maestro's short ones, which nearly any number is, are not among them.</summary>
    /// <param name="digits">12 to 19 values from 0 to 9.</param>
    /// <param name="isAlone">Whether nothing else stands in the text: Visa's old numbers of 13 digits have the length of times in milliseconds, and those of UATP begin as many numbers do; they count only so.</param>
    public static bool Issue(ReadOnlySpan<byte> digits, bool isAlone)
    {
        var four = (int)Digits.Value(digits[..4]);
        return digits.Length switch
        {
            13 => isAlone && four / 1000 == 4,
            14 => four / 10 is (>= 300 and <= 305) or 309 || four / 100 is 36 or 38 or 39,
            15 => four / 100 is 34 or 37 || four is 2131 or 1800 || isAlone && four / 1000 == 1,
            16 => IsOfSixteen(four),
            19 => four / 1000 == 4 || IsOfSixteen(four) && four / 1000 is 3 or 6,
            17 or 18 => four / 100 == 62 || four / 10 is >= 644 and <= 659 || four == 6011,
            _ => false,
        };
    }

    /// <summary>Visa, Mastercard, Discover, JCB, UnionPay, Mir, RuPay, Maestro, Dankort, Diners Club, Elo.</summary>
    private static bool IsOfSixteen(int four) =>
        four / 1000 == 4
        || four / 100 is (>= 51 and <= 55) or 62 or 65 or 36 or 60 or 81 or 82
        || four is (>= 2221 and <= 2720) or (>= 2200 and <= 2204) or (>= 3528 and <= 3589) or (>= 6440 and <= 6499)
            or 5018 or 5019 or 5020 or 5038 or 5067 or 5090 or 5893 or 6304 or 6390 or 6759 or 6761 or 6762 or 6763;
}
