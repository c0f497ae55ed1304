using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LlmProxy.Core.Guardrails.Injection.Concepts;

namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>A word of ASCII and the gap behind it, read from sixteen bytes at once.</summary>
/// <remarks>
/// Where a word ends cannot be guessed, and each wrong guess costs as much as reading several letters: so the ends are looked up in
/// masks, and the hash of eight letters is computed and as much of it taken as belongs to the word. What a window does not hold is left
/// to be read byte by byte, with the same result.
/// </remarks>
internal readonly ref struct WordWindow
{
    private const int Half = sizeof(ulong);

    private WordWindow(uint hash, int length, int end, bool hasStop, ulong bytes, int latin)
    {
        Hash = hash;
        Length = length;
        End = end;
        HasStop = hasStop;
        Bytes = bytes;
        Latin = latin;
    }

    /// <summary>The hash of the word; see <see cref="Hashing"/>.</summary>
    public uint Hash { get; }

    /// <summary>How many bytes the word has.</summary>
    public int Length { get; }

    /// <summary>How many bytes the word and the gap have.</summary>
    public int End { get; }

    /// <summary>Whether a <see cref="CharacterKind.Stop"/> is in the gap.</summary>
    public bool HasStop { get; }

    /// <summary>Eight bytes of the text from the word's beginning on, the first in the lowest place.</summary>
    public ulong Bytes { get; }

    /// <summary>How many bytes of the word come before one that the lexicon's words have not; see <see cref="WordBeginnings.IsLatin"/>.</summary>
    public int Latin { get; }

    /// <summary>Reads a word.</summary>
    /// <param name="text">Folded text.</param>
    /// <param name="start">Where the word begins.</param>
    /// <param name="word">The word.</param>
    /// <returns>False: there is none, or it or its gap does not end in the window, or is not all ASCII.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, int start, out WordWindow word)
    {
        word = default;
        if (start + Vector128<byte>.Count > text.Length)
            return false;
        var bytes = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(text), (nuint)start);
        var digits = InRange(bytes, '0', '9');
        var letters = InRange(bytes | Vector128.Create((byte)0x20), 'a', 'z') | Vector128.Equals(bytes, Vector128.Create((byte)'_'));
        var words = (letters | digits).ExtractMostSignificantBits();
        var length = BitOperations.TrailingZeroCount(~words);
        var end = length + BitOperations.TrailingZeroCount(words >> length);
        var before = (1u << end) - 1;
        if (length == 0 || end >= Vector128<byte>.Count || (bytes.ExtractMostSignificantBits() & before) != 0)
            return false;

        var within = (1u << length) - 1;
        var hash = (letters.ExtractMostSignificantBits() & within) != 0 ? HashOf(bytes, length) : Hashing.OfNumber(length);
        var stops = Vector128.Equals(bytes, Vector128.Create((byte)'.')) | Vector128.Equals(bytes, Vector128.Create((byte)'!'))
            | Vector128.Equals(bytes, Vector128.Create((byte)'?')) | Vector128.Equals(bytes, Vector128.Create((byte)'\n'));
        var latin = BitOperations.TrailingZeroCount(~(InRange(bytes, 'a', 'z') | digits).ExtractMostSignificantBits());
        word = new WordWindow(
            hash, length, end, (stops.ExtractMostSignificantBits() & before) != 0, bytes.AsUInt64().ToScalar(), latin);
        return true;
    }

    private static Vector128<byte> InRange(Vector128<byte> bytes, char first, char last) =>
        Vector128.LessThanOrEqual(bytes - Vector128.Create((byte)first), Vector128.Create((byte)(last - first)));

    private static uint HashOf(Vector128<byte> bytes, int length)
    {
        // The hash of each beginning, of which the length chooses one: a loop to the length would end at a place that is guessed.
        var beginnings = default(Beginnings);
        var hash = Hashing.Seed;
        var half = bytes.AsUInt64().GetElement(0);
        for (var i = 0; i < Half; i++, half >>= 8)
        {
            hash = Hashing.Next(hash, (byte)half);
            beginnings[i] = hash;
        }

        if (length <= Half)
            return beginnings[length - 1];
        half = bytes.AsUInt64().GetElement(1);
        for (var i = Half; i < length; i++, half >>= 8)
            hash = Hashing.Next(hash, (byte)half);
        return hash;
    }

    [InlineArray(Half)]
    private struct Beginnings
    {
        private uint _first;
    }
}
