namespace LlmProxy.Core.Guardrails.Injection.Concepts;

/// <summary>Tells of most words, by how they begin, that no phrase of the lexicon stands there.</summary>
/// <remarks>
/// 8 KiB of bits, which the processor keeps close, where the trie is spread over much more. It may let pass too much and never too
/// little. A phrase counts with its first five bytes. Of shorter ones a whole word is looked for as the word that ends there, and a
/// stem as the bytes that a word begins with.
/// </remarks>
internal sealed class WordBeginnings
{
    private const int Length = 5;
    private const int KeyBits = 16;

    // What tells apart what else would be the same bytes: above all five of them.
    private const ulong Word = 1UL << 40;
    private const ulong Stem = 1UL << 41;

    private readonly ulong[] _bits = new ulong[1 << (KeyBits - 6)];
    private int[] _stemLengths = [];

    /// <summary>Whether the byte is one that a word of the lexicon goes on with.</summary>
    public static bool IsLatin(byte value) => value is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9';

    /// <summary>Lets the words pass at whose beginning a phrase may stand.</summary>
    /// <param name="phrase">The phrase.</param>
    /// <param name="isStem">Whether it is the beginning of a word.</param>
    public void Add(ReadOnlySpan<byte> phrase, bool isStem)
    {
        var bytes = 0UL;
        for (var i = 0; i < Math.Min(phrase.Length, Length); i++)
            bytes |= (ulong)phrase[i] << (8 * i);
        if (phrase.Length >= Length)
        {
            Set(bytes);
        }
        else if (isStem)
        {
            Set(bytes | Stem);
            _stemLengths = [.. _stemLengths.Append(phrase.Length).Distinct()];
        }
        else
        {
            var latin = 0;
            while (latin < phrase.Length && IsLatin(phrase[latin]))
                latin++;
            Set(First(bytes, latin) | Word);
        }
    }

    /// <summary>Whether a phrase may stand at the beginning of a word.</summary>
    /// <param name="bytes">Eight bytes of the text from the word's beginning on, the first in the lowest place.</param>
    /// <param name="latin">How many bytes the word goes on with; see <see cref="IsLatin"/>.</param>
    public bool MayHold(ulong bytes, int latin)
    {
        var isPassed = Has(First(bytes, Length)) | (latin < Length && Has(First(bytes, latin) | Word));
        foreach (var length in _stemLengths)
            isPassed |= Has(First(bytes, length) | Stem);
        return isPassed;
    }

    private static ulong First(ulong bytes, int count) => bytes & ((1UL << (8 * count)) - 1);

    private static uint Spread(ulong key) => (uint)(key * 0x9E3779B97F4A7C15 >> (64 - KeyBits));

    private void Set(ulong key) => _bits[Spread(key) >> 6] |= 1UL << (int)(Spread(key) & 63);

    private bool Has(ulong key) => (_bits[Spread(key) >> 6] >> (int)(Spread(key) & 63) & 1) != 0;
}
