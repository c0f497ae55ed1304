namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>Tells values that a generator has made from names, paths, versions and identifiers.</summary>
internal static class RandomText
{
    /// <summary>The fewest characters of a value that a word before it makes a secret.</summary>
    private const int Least = 16;

    /// <summary>Bits per character below which a value is no random one: hexadecimal digits have up to 4, base 64 up to 6; a sample of 16 has fewer than its alphabet.</summary>
    private const double LeastBits = 3.0;

    /// <summary>Whether a value looks random.</summary>
    public static bool Is(ReadOnlySpan<byte> value) =>
        value.Length >= Least && !Placeholder.Is(value) && !IsUuid(value) && MixesKinds(value) && Entropy.Of(value) >= LeastBits;

    /// <summary>How often a text changes between digits, lower case, upper case and all else.</summary>
    public static int Changes(ReadOnlySpan<byte> value)
    {
        var changes = 0;
        for (var i = 1; i < value.Length; i++)
            changes += Kind((char)value[i]) != Kind((char)value[i - 1]) ? 1 : 0;
        return changes;
    }

    /// <summary>Whether a value is a UUID, which names things and is no secret by itself.</summary>
    public static bool IsUuid(ReadOnlySpan<byte> value)
    {
        if (value.Length != 36)
            return false;
        for (var i = 0; i < value.Length; i++)
        {
            var fits = i is 8 or 13 or 18 or 23 ? value[i] == '-' : char.IsAsciiHexDigit((char)value[i]);
            if (!fits)
                return false;
        }

        return true;
    }

    /// <summary>Digits among letters, in words that no language has: the runs of letters are short, or change case inside.</summary>
    private static bool MixesKinds(ReadOnlySpan<byte> value)
    {
        int digits = 0, letters = 0, separators = 0;
        for (var i = 0; i < value.Length; i++)
        {
            var character = (char)value[i];
            digits += char.IsAsciiDigit(character) ? 1 : 0;
            letters += char.IsAsciiLetter(character) ? 1 : 0;
            separators += char.IsAsciiLetterOrDigit(character) ? 0 : 1;
        }

        // A random text in base 62 changes between cases and digits at six of ten places; hexadecimal between letters and digits at half.
        // Dots join names of a program, which have few digits.
        if (value.Contains((byte)'.') && digits * 6 < value.Length)
            return false;
        return digits >= 2 && letters >= 2 && Changes(value) * 5 >= value.Length && separators * 5 <= value.Length;
    }

    private static int Kind(char character) =>
        char.IsAsciiDigit(character) ? 0 : char.IsAsciiLetterLower(character) ? 1 : char.IsAsciiLetterUpper(character) ? 2 : 3;
}
