namespace LlmProxy.Core.Guardrails.Injection.Concepts;

/// <summary>Tells of most words, by how they begin, that no phrase of the lexicon stands there.</summary>
/// <remarks>
/// 12 KiB of bits, which the processor keeps close, where the trie is spread over much more. It may let pass too much and never too
/// little. A word counts up to its first byte that is no letter of a to z and no digit, or to its fifth.
/// </remarks>
internal sealed class WordBeginnings
{
    /// <summary>How many bytes of a word count.</summary>
    public const int Length = 5;

    private const int KeyBits = 16;
    private const int RowBits = 5;
    private const int RowMask = (1 << RowBits) - 1;

    private readonly ulong[] _keys = new ulong[1 << (KeyBits - 6)];

    // The stems that are shorter than what counts: a row for each two letters, a bit for each third one.
    private readonly uint[] _stems = new uint[1 << (2 * RowBits)];

    /// <summary>What counts of a word.</summary>
    /// <param name="bytes">Eight bytes of a text, the first in the lowest place.</param>
    /// <param name="length">How many of them are the word's letters and digits.</param>
    public static ulong KeyOf(ulong bytes, int length) => bytes & ((1UL << (8 * Math.Min(length, Length))) - 1);

    /// <summary>Lets the words pass at whose beginning a phrase may stand.</summary>
    /// <param name="phrase">The phrase; one that does not begin with ASCII needs no adding, since nobody asks for such words.</param>
    /// <param name="isStem">Whether it is the beginning of a word.</param>
    public void Add(ReadOnlySpan<byte> phrase, bool isStem)
    {
        var length = 0;
        var bytes = 0UL;
        for (; length < Math.Min(phrase.Length, Length) && IsLatin(phrase[length]); length++)
            bytes |= (ulong)phrase[length] << (8 * length);
        if (isStem && length == phrase.Length && length < Length)
            AddStem(phrase);
        var key = Spread(KeyOf(bytes, length));
        _keys[key >> 6] |= 1UL << (int)(key & 63);
    }

    /// <summary>Whether a phrase may stand at the beginning of a word.</summary>
    /// <param name="key">See <see cref="KeyOf"/>.</param>
    public bool MayHold(ulong key)
    {
        var bit = Spread(key);
        var isStem = _stems[Row((byte)key, (byte)(key >> 8))] >> (int)(key >> 16 & RowMask);
        return (((_keys[bit >> 6] >> (int)(bit & 63)) | isStem) & 1) != 0;
    }

    /// <summary>Whether the byte is one that a word of the lexicon goes on with.</summary>
    public static bool IsLatin(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9';

    private void AddStem(ReadOnlySpan<byte> stem)
    {
        for (var second = 0; second <= RowMask; second++)
        {
            if (stem.Length < 2 || second == (stem[1] & RowMask))
                _stems[Row(stem[0], (byte)second)] |= stem.Length < 3 ? uint.MaxValue : 1u << (stem[2] & RowMask);
        }
    }

    private static int Row(byte first, byte second) => ((first & RowMask) << RowBits) | (second & RowMask);

    private static uint Spread(ulong key) => (uint)(key * 0x9E3779B97F4A7C15 >> (64 - KeyBits));
}
