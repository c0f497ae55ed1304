using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Merging;

/// <summary>Byte-pair encoding step by step: again and again the lowest of all possible merges, the leftmost of equals.</summary>
/// <remarks>Quadratic in the piece's length, and the fastest way as long as that is small.</remarks>
internal static class ShortPiece
{
    /// <summary>The longest piece, in bytes, that is encoded so.</summary>
    public const int MaxBytes = 128;

    /// <summary>How many numbers the scratch memory has to hold.</summary>
    public const int ScratchLength = (2 * MaxBytes) + Vector256Length;

    private const int Vector256Length = 8;

    /// <summary>Encodes <paramref name="piece"/>.</summary>
    /// <param name="merges">The vocabulary's merges.</param>
    /// <param name="piece">Two to <see cref="MaxBytes"/> bytes.</param>
    /// <param name="scratch"><see cref="ScratchLength"/> numbers, with anything in them.</param>
    /// <returns>The tokens, in the scratch memory.</returns>
    public static ReadOnlySpan<int> Encode(MergeTable merges, ReadOnlySpan<byte> piece, Span<int> scratch)
    {
        var ids = scratch[..MaxBytes];
        var ranks = scratch[MaxBytes..];
        var count = piece.Length;
        for (var i = 0; i < count - 1; i++)
        {
            ids[i] = merges.IdOf(piece[i]);
            ranks[i] = merges.Find(piece[i], piece[i + 1]);
        }

        ids[count - 1] = merges.IdOf(piece[^1]);

        // The search for the least looks at eight at a time, so it may look past the end.
        ranks.Slice(count - 1, Vector256Length).Fill(MergeTable.None);
        while (true)
        {
            var rank = Least(ranks, count - 1);
            if (rank == MergeTable.None)
            {
                return ids[..count];
            }

            Merge(merges, ids, ranks, ranks.IndexOf(rank), ref count);
        }
    }

    private static void Merge(MergeTable merges, Span<int> ids, Span<int> ranks, int at, ref int count)
    {
        ids[at] = ranks[at];
        count--;
        ids.Slice(at + 2, count - at - 1).CopyTo(ids[(at + 1)..]);
        ranks.Slice(at + 1, count - at).CopyTo(ranks[at..]);
        ranks[at] = at + 1 < count ? merges.Find(ids[at], ids[at + 1]) : MergeTable.None;
        if (at > 0)
        {
            ranks[at - 1] = merges.Find(ids[at - 1], ids[at]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Least(ReadOnlySpan<int> ranks, int count)
    {
        var vectors = MemoryMarshal.Cast<int, Vector256<int>>(ranks[..((count + Vector256Length - 1) / Vector256Length * Vector256Length)]);
        var least = Vector256.Create(MergeTable.None);
        foreach (var vector in vectors)
        {
            least = Vector256.Min(least, vector);
        }

        var half = Vector128.Min(least.GetLower(), least.GetUpper());
        half = Vector128.Min(half, Vector128.Shuffle(half, Vector128.Create(2, 3, 0, 1)));
        half = Vector128.Min(half, Vector128.Shuffle(half, Vector128.Create(1, 0, 3, 2)));
        return half.ToScalar();
    }
}
