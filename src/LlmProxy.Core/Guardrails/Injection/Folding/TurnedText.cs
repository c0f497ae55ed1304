namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Undoes ROT13 and backwards writing, where the text itself speaks of it.</summary>
internal static class TurnedText
{
    /// <summary>No more than so many bytes are turned: a puzzle is short.</summary>
    public const int Longest = 16 * 1024;

    private static ReadOnlySpan<byte> Rot13Name => "rot13"u8;

    private static ReadOnlySpan<byte> BackwardsName => "backward"u8;

    private static ReadOnlySpan<byte> ReverseName => "revers"u8;

    /// <summary>Whether folded text speaks of ROT13.</summary>
    public static bool NamesRot13(ReadOnlySpan<byte> folded) => folded.IndexOf(Rot13Name) >= 0;

    /// <summary>Whether folded text speaks of writing backwards.</summary>
    public static bool NamesBackwards(ReadOnlySpan<byte> folded) =>
        folded.IndexOf(BackwardsName) >= 0 || folded.IndexOf(ReverseName) >= 0;

    /// <summary>Writes folded text with its letters moved by 13 places.</summary>
    public static void Rot13(ReadOnlySpan<byte> folded, Span<byte> output)
    {
        for (var i = 0; i < folded.Length; i++)
        {
            var value = folded[i];
            output[i] = value is >= (byte)'a' and <= (byte)'z' ? (byte)('a' + ((value - 'a' + 13) % 26)) : value;
        }
    }

    /// <summary>Writes folded text from its end; characters beyond ASCII come out as none.</summary>
    public static void Reverse(ReadOnlySpan<byte> folded, Span<byte> output)
    {
        for (var i = 0; i < folded.Length; i++)
            output[i] = folded[^(i + 1)] is var value && value < 0x80 ? value : (byte)' ';
    }
}
