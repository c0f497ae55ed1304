namespace LlmProxy.Core.Guardrails.Entities.Checksums;

/// <summary>The check digit of Aadhaar: J. Verhoeff, Error detecting decimal codes, 1969; the dihedral group of order ten.</summary>
internal static class Verhoeff
{
    private static readonly byte[] FirstPermutation = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

    private static readonly byte[][] Permutations = Powers();

    /// <summary>Whether the last digit is the check digit of those before it.</summary>
    /// <param name="digits">Values from 0 to 9.</param>
    public static bool IsValid(ReadOnlySpan<byte> digits)
    {
        var state = 0;
        for (var i = 0; i < digits.Length; i++)
            state = Multiply(state, Permutations[i % 8][digits[digits.Length - 1 - i]]);
        return state == 0;
    }

    /// <summary>The product in the dihedral group: 0 to 4 are rotations, 5 to 9 reflections.</summary>
    private static int Multiply(int left, int right) => (left, right) switch
    {
        ( < 5, < 5) => (left + right) % 5,
        ( < 5, _) => 5 + (left + right - 5) % 5,
        (_, < 5) => 5 + (left - right + 5) % 5,
        _ => (left - right + 5) % 5,
    };

    private static byte[][] Powers()
    {
        var powers = new byte[8][];
        powers[0] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
        for (var i = 1; i < powers.Length; i++)
            powers[i] = [.. powers[i - 1].Select(digit => FirstPermutation[digit])];
        return powers;
    }
}
