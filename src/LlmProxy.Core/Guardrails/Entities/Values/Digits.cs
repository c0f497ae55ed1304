namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>The digits of a number that is written with or without separators.</summary>
internal static class Digits
{
    /// <summary>More than any number in the catalogue has.</summary>
    public const int Most = 32;

    /// <summary>Copies the digits of <paramref name="text"/> as values from 0 to 9, and leaves out all else.</summary>
    /// <returns>The part of <paramref name="digits"/> that was filled; empty where there are more digits than fit.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text, Span<byte> digits)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiDigit((char)character))
                continue;
            if (count == digits.Length)
                return default;
            digits[count++] = (byte)(character - '0');
        }

        return digits[..count];
    }

    /// <summary>How many ASCII digits a text has.</summary>
    public static int Count(ReadOnlySpan<byte> text)
    {
        var count = 0;
        foreach (var character in text)
            count += char.IsAsciiDigit((char)character) ? 1 : 0;
        return count;
    }

    /// <summary>The value of two digits at a place.</summary>
    public static int Two(ReadOnlySpan<byte> digits, int at) => digits[at] * 10 + digits[at + 1];

    /// <summary>The value of some digits.</summary>
    public static long Value(ReadOnlySpan<byte> digits)
    {
        var value = 0L;
        foreach (var digit in digits)
            value = value * 10 + digit;
        return value;
    }

    /// <summary>Whether all digits of a text but at most one, which may be of check, are the same: nobody has such a number.</summary>
    public static bool AreNearlyAllSame(ReadOnlySpan<byte> text)
    {
        Span<byte> buffer = stackalloc byte[Most];
        var digits = Of(text, buffer);
        return digits.Length > 5 && (AreAllSame(digits[1..]) || AreAllSame(digits[..^1]));
    }

    /// <summary>Whether all are the same digit: a placeholder in every scheme.</summary>
    public static bool AreAllSame(ReadOnlySpan<byte> digits) => !digits.IsEmpty && !digits.ContainsAnyExcept(digits[0]);
}
