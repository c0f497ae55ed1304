using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>Finds a token by its bytes: open addressing, with keys that are the bytes themselves up to eight of them.</summary>
/// <remarks>
/// Most pieces of text are tokens, and most of those have eight bytes or fewer: for them one look at one cache line decides.
/// The table is fixed, so nobody can make it slow; its longest run of full slots is what a look-up costs at worst.
/// </remarks>
internal sealed class TokenMap
{
    private const int InlineBytes = 8;

    private readonly Vocabulary _vocabulary;
    private readonly Entry[] _entries;
    private readonly int _shift;

    /// <summary>Maps the tokens of <paramref name="vocabulary"/>.</summary>
    public TokenMap(Vocabulary vocabulary)
    {
        _vocabulary = vocabulary;
        var bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)vocabulary.Count * 5 / 4));
        _shift = 64 - bits;
        _entries = new Entry[1 << bits];
        for (var id = 0; id < vocabulary.Count; id++)
        {
            Add(id, vocabulary.BytesOf(id));
        }
    }

    /// <summary>Looks up the bytes of <paramref name="text"/> from <paramref name="start"/> on.</summary>
    /// <param name="text">The whole text; what follows the piece may be read, but does not matter.</param>
    /// <param name="start">Where the piece begins.</param>
    /// <param name="length">How many bytes it has, at least one.</param>
    /// <returns>The token's id; -1: they are no token.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ReadOnlySpan<byte> text, int start, int length)
    {
        if (length > InlineBytes)
        {
            return FindLong(text.Slice(start, length));
        }

        var key = Pack(text, start, length);
        var entries = _entries;
        for (var slot = SlotOf(key, length); ; slot++)
        {
            ref var entry = ref entries[slot & (entries.Length - 1)];
            if (entry.Key == key && entry.Length == length)
            {
                return entry.Id;
            }

            if (entry.Length == 0)
            {
                return -1;
            }
        }
    }

    private int FindLong(ReadOnlySpan<byte> piece)
    {
        var key = Hash(piece);
        for (var slot = SlotOf(key, piece.Length); ; slot++)
        {
            ref var entry = ref _entries[slot & (_entries.Length - 1)];
            if (entry.Key == key && entry.Length == piece.Length && _vocabulary.BytesOf(entry.Id).SequenceEqual(piece))
            {
                return entry.Id;
            }

            if (entry.Length == 0)
            {
                return -1;
            }
        }
    }

    private void Add(int id, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        var key = bytes.Length > InlineBytes ? Hash(bytes) : Pack(bytes, 0, bytes.Length);
        var slot = SlotOf(key, bytes.Length);
        while (_entries[slot & (_entries.Length - 1)].Length > 0)
        {
            slot++;
        }

        _entries[slot & (_entries.Length - 1)] = new Entry { Key = key, Id = id, Length = bytes.Length };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong key, int length)
    {
        // The length keeps "a" and "a\0" apart. A product's high bits depend on all bits of its factors.
        var mixed = (key ^ ((ulong)length << 59) ^ (key >> 29)) * 0x9E3779B97F4A7C15;
        return (int)(mixed >> _shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Pack(ReadOnlySpan<byte> text, int start, int length)
    {
        if (text.Length - start >= InlineBytes)
        {
            var unused = (InlineBytes - length) * 8;
            return BinaryPrimitives.ReadUInt64LittleEndian(text[start..]) << unused >> unused;
        }

        return PackTail(text.Slice(start, length));
    }

    private static ulong PackTail(ReadOnlySpan<byte> piece)
    {
        ulong packed = 0;
        for (var i = piece.Length - 1; i >= 0; i--)
        {
            packed = (packed << 8) | piece[i];
        }

        return packed;
    }

    // Eight bytes at a time; the last eight may overlap those before.
    private static ulong Hash(ReadOnlySpan<byte> piece)
    {
        var hash = BinaryPrimitives.ReadUInt64LittleEndian(piece[^InlineBytes..]);
        for (; piece.Length > InlineBytes; piece = piece[InlineBytes..])
        {
            var high = Math.BigMul(
                hash ^ 0x9E3779B97F4A7C15, BinaryPrimitives.ReadUInt64LittleEndian(piece) ^ 0xD1B54A32D192ED03, out var low);
            hash = high ^ low;
        }

        return hash;
    }

    private struct Entry
    {
        /// <summary>The token's bytes, the first one lowest, or the hash of more than eight of them.</summary>
        public ulong Key;

        /// <summary>The token.</summary>
        public int Id;

        /// <summary>How many bytes it has; 0: the slot is empty.</summary>
        public int Length;
    }
}
