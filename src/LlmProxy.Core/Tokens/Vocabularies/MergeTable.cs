using System.Numerics;
using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>Finds the token that two neighbours merge into: open addressing, each slot one number.</summary>
internal sealed class MergeTable
{
    /// <summary>Stands for "these two do not merge": later than any merge.</summary>
    public const int None = int.MaxValue;

    // An id has 18 bits: the largest vocabulary has 199,998 tokens. Two of them and the result make 54.
    private const int IdBits = 18;
    private const int IdMask = (1 << IdBits) - 1;

    // Of two bytes, by both: the first step for every pair in a piece, without a search. 256 KiB.
    private readonly int[] _ofBytes = new int[1 << 16];
    private readonly int[] _idOfByte = new int[256];
    private readonly ulong[] _slots;
    private readonly int _shift;

    /// <summary>Takes the merges of <paramref name="vocabulary"/>.</summary>
    public MergeTable(Vocabulary vocabulary)
    {
        // Most look-ups find nothing, so more than half of the slots stay empty.
        var bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2((uint)vocabulary.Count * 2));
        _shift = 64 - bits;
        _slots = new ulong[1 << bits];
        _ofBytes.AsSpan().Fill(None);
        for (var id = 0; id < 256; id++)
        {
            _idOfByte[vocabulary.BytesOf(id)[0]] = id;
        }

        for (var id = 256; id < vocabulary.Count; id++)
        {
            Add(vocabulary, id);
        }
    }

    /// <summary>The token that a single byte is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IdOf(byte value) => _idOfByte[value];

    /// <summary>The token that two bytes merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(byte left, byte right) => _ofBytes[(left << 8) | right];

    /// <summary>The token that two tokens merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right)
    {
        var key = KeyOf(left, right);
        var slots = _slots;
        for (var slot = SlotOf(key); ; slot++)
        {
            var content = slots[slot & (slots.Length - 1)];
            if (content >> IdBits == key)
            {
                return (int)content & IdMask;
            }

            // A slot in use is never 0: no merge makes token 0.
            if (content == 0)
            {
                return None;
            }
        }
    }

    private void Add(Vocabulary vocabulary, int id)
    {
        var (left, right) = (vocabulary.Left[id], vocabulary.Right[id]);
        if (left < 0)
        {
            return;
        }

        if (vocabulary.BytesOf(id) is [var first, var second])
        {
            _ofBytes[(first << 8) | second] = id;
        }

        var key = KeyOf(left, right);
        var slot = SlotOf(key);
        while (_slots[slot & (_slots.Length - 1)] != 0)
        {
            slot++;
        }

        _slots[slot & (_slots.Length - 1)] = (key << IdBits) | (uint)id;
    }

    private static ulong KeyOf(int left, int right) => ((ulong)(uint)left << IdBits) | (uint)right;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int SlotOf(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> _shift);
}
