namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>Tells where a token may begin or end inside of a character although it goes beyond it.</summary>
/// <remarks>
/// Nearly all tokens are whole characters or parts of one. Where no other token reaches across either end of a character, that
/// character's bytes merge with each other first, if at all, whatever stands beside it: encoding can start from characters then.
/// </remarks>
internal sealed class SeamMap
{
    private readonly ulong[] _bits = new ulong[(1 << 16) / 64];

    /// <summary>Looks at the tokens of <paramref name="vocabulary"/>.</summary>
    public SeamMap(Vocabulary vocabulary)
    {
        for (var id = 256; id < vocabulary.Count; id++)
        {
            var token = vocabulary.BytesOf(id);
            if (token.ContainsAnyExceptInRange((byte)0, (byte)0x7F) && !IsWholeCharacters(token))
            {
                MarkSeams(token);
            }
        }
    }

    /// <summary>Whether some token, not of whole characters, has one character's last byte before another's first byte.</summary>
    public bool IsCrossed(byte last, byte first) => (_bits[((last << 8) | first) >> 6] & (1UL << first)) != 0;

    private void MarkSeams(ReadOnlySpan<byte> token)
    {
        for (var i = 1; i < token.Length; i++)
        {
            if (!IsContinuation(token[i]))
            {
                _bits[((token[i - 1] << 8) | token[i]) >> 6] |= 1UL << token[i];
            }
        }
    }

    private static bool IsWholeCharacters(ReadOnlySpan<byte> token)
    {
        while (!token.IsEmpty)
        {
            var length = LengthAt(token[0]);
            if (length == 0 || length > token.Length || token[1..length].ContainsAnyExceptInRange((byte)0x80, (byte)0xBF))
            {
                return false;
            }

            token = token[length..];
        }

        return true;
    }

    private static int LengthAt(byte first) => first switch
    {
        < 0x80 => 1,
        < 0xC0 => 0,
        < 0xE0 => 2,
        < 0xF0 => 3,
        _ => 4,
    };

    private static bool IsContinuation(byte value) => (value & 0xC0) == 0x80;
}
