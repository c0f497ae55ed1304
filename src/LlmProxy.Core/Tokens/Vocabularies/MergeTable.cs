using System.Numerics;
using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Tokens.Vocabularies;

/// <summary>Finds the token that two neighbours merge into.</summary>
/// <remarks>
/// Each left half has a small hash table of its own within common arrays: most look-ups find nothing, and those of a frequent
/// left half then all touch the same few cache lines. Most tokens are no left half at all, which one look shows.
/// </remarks>
internal sealed class MergeTable
{
    /// <summary>Stands for "these two do not merge": later than any merge.</summary>
    public const int None = int.MaxValue;

    private const int SizeBits = 5;
    private const int Empty = -1;

    // Of each left half: where its slots begin, and below that how many bits their number has; 0: it has none.
    private readonly int[] _tables;
    private readonly Slot[] _slots;
    private readonly int[] _idOfByte = new int[256];

    /// <summary>Takes the merges of <paramref name="vocabulary"/>.</summary>
    public MergeTable(Vocabulary vocabulary)
    {
        for (var id = 0; id < 256; id++)
        {
            _idOfByte[vocabulary.BytesOf(id)[0]] = id;
        }

        _tables = Reserve(vocabulary, out var slots);
        _slots = new Slot[slots];
        _slots.AsSpan().Fill(new Slot(Empty, None));
        for (var id = 256; id < vocabulary.Count; id++)
        {
            if (vocabulary.Left[id] >= 0)
            {
                Add(vocabulary.Left[id], vocabulary.Right[id], id);
            }
        }
    }

    /// <summary>The token that a single byte is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int IdOf(byte value) => _idOfByte[value];

    /// <summary>The token that two tokens merge into, or <see cref="None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(int left, int right)
    {
        var table = _tables[left];
        return table == 0 ? None : FindIn(table, right);
    }

    // A table has at least one empty slot, where a search that finds nothing ends.
    private int FindIn(int table, int right)
    {
        var bits = table & ((1 << SizeBits) - 1);
        var first = table >> SizeBits;
        var slots = _slots;
        for (var slot = SlotOf(right, bits); ; slot = (slot + 1) & ((1 << bits) - 1))
        {
            var found = slots[first + slot];
            if (found.Right == right || found.Right == Empty)
            {
                return found.Result;
            }
        }
    }

    private static int[] Reserve(Vocabulary vocabulary, out int slots)
    {
        var tables = new int[vocabulary.Count];
        foreach (var left in vocabulary.Left.AsSpan(256))
        {
            if (left >= 0)
            {
                tables[left]++;
            }
        }

        slots = 0;
        for (var left = 0; left < tables.Length; left++)
        {
            if (tables[left] > 0)
            {
                // A quarter of the slots or more stays empty, and one at least.
                var bits = BitOperations.Log2(BitOperations.RoundUpToPowerOf2(((uint)tables[left] * 4 / 3) + 1));
                tables[left] = (slots << SizeBits) | bits;
                slots += 1 << bits;
            }
        }

        return tables;
    }

    private void Add(int left, int right, int id)
    {
        var bits = _tables[left] & ((1 << SizeBits) - 1);
        var first = _tables[left] >> SizeBits;
        var slot = SlotOf(right, bits);
        while (_slots[first + slot].Right != Empty)
        {
            slot = (slot + 1) & ((1 << bits) - 1);
        }

        _slots[first + slot] = new Slot(right, id);
    }

    // The product's highest bits; there is at least one.
    private static int SlotOf(int right, int bits) => (int)(((uint)right * 0x9E3779B9) >> (32 - bits));

    /// <summary>A right half and what it makes; <see cref="Empty"/> and <see cref="None"/> if there is none.</summary>
    private readonly record struct Slot(int Right, int Result);
}
