namespace LlmProxy.Core.Guardrails.Entities.Values;

/// <summary>ASCII letters and digits as numbers.</summary>
internal static class AlphaNumeric
{
    /// <summary>0 to 9 for digits, 10 to 35 for letters of either case, -1 for all else.</summary>
    public static int ValueOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'A' and <= (byte)'Z' => character - 'A' + 10,
        >= (byte)'a' and <= (byte)'z' => character - 'a' + 10,
        _ => -1,
    };

    /// <summary>Copies letters, in upper case, and digits; leaves out all else.</summary>
    /// <returns>The part of <paramref name="characters"/> that was filled; empty where there are more than fit.</returns>
    public static ReadOnlySpan<byte> Of(ReadOnlySpan<byte> text, Span<byte> characters)
    {
        var count = 0;
        foreach (var character in text)
        {
            if (!char.IsAsciiLetterOrDigit((char)character))
                continue;
            if (count == characters.Length)
                return default;
            characters[count++] = char.IsAsciiLetterLower((char)character) ? (byte)(character - 32) : character;
        }

        return characters[..count];
    }
}
