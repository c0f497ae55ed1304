using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Merging;

/// <summary>Byte-pair encoding step by step: again and again the lowest of all possible merges, the leftmost of equals.</summary>
/// <remarks>
/// Quadratic in the piece's length, and the fastest way as long as that is small: the search for the lowest looks at eight
/// candidates at a time. Nothing is moved: a token stays where its first part stood, and knows its neighbours.
/// </remarks>
internal static class ShortPiece
{
    /// <summary>The longest piece, in bytes, that is encoded so: its places fit into <see cref="PlaceBits"/>.</summary>
    public const int MaxBytes = 1 << PlaceBits;

    private const int PlaceBits = 8;
    private const int Lanes = 8;
    private const int None = MergeTable.None;

    /// <summary>Encodes <paramref name="piece"/>.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="piece">Valid UTF-8, at most <see cref="MaxBytes"/> bytes, not empty.</param>
    /// <param name="memory">Memory to work in, with anything in it.</param>
    /// <returns>The tokens, in that memory.</returns>
    public static ReadOnlySpan<int> Encode(Vocabulary vocabulary, ReadOnlySpan<byte> piece, PieceMemory memory)
    {
        var count = PieceStart.Split(vocabulary, piece, memory.Ids);
        FindCandidates(vocabulary.Merges, memory, count);
        MergeAll(vocabulary.Merges, memory, count);
        return Collect(memory, count);
    }

    private static void FindCandidates(MergeTable merges, PieceMemory memory, int count)
    {
        var (ids, next, previous, candidates) = (memory.Ids, memory.Next, memory.Previous, memory.Candidates);
        var last = count - 1;
        for (var place = 0; place < last; place++)
        {
            next[place] = place + 1;
            previous[place + 1] = place;
            candidates[place] = Candidate(merges, ids[place], ids[place + 1], place);
        }

        next[last] = count;

        // The search for the lowest may look this far beyond the last.
        candidates.AsSpan(last, Lanes + 1).Fill(None);
    }

    private static void MergeAll(MergeTable merges, PieceMemory memory, int count)
    {
        var (ids, next, previous, candidates) = (memory.Ids, memory.Next, memory.Previous, memory.Candidates);
        var vectors = MemoryMarshal.Cast<int, Vector256<int>>(candidates.AsSpan(0, (count + Lanes - 1) / Lanes * Lanes));
        for (var lowest = Lowest(vectors); lowest != None; lowest = Lowest(vectors))
        {
            var place = lowest & (MaxBytes - 1);
            var id = lowest >> PlaceBits;
            var merged = next[place];
            var right = next[merged];
            ids[place] = id;
            next[place] = right;
            candidates[merged] = None;
            candidates[place] = right < count ? Candidate(merges, id, ids[right], place) : None;
            previous[right] = place;
            if (place > 0)
            {
                var left = previous[place];
                candidates[left] = Candidate(merges, ids[left], id, left);
            }
        }
    }

    private static ReadOnlySpan<int> Collect(PieceMemory memory, int count)
    {
        var (ids, next) = (memory.Ids, memory.Next);
        var tokens = 0;
        for (var place = 0; place < count; place = next[place])
        {
            ids[tokens++] = ids[place];
        }

        return ids.AsSpan(0, tokens);
    }

    // The resulting id and, below it, the place: so the lowest of all is the merge to make.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Candidate(MergeTable merges, int left, int right, int place)
    {
        var id = merges.Find(left, right);
        return id == None ? None : (id << PlaceBits) | place;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Lowest(ReadOnlySpan<Vector256<int>> candidates)
    {
        var lowest = candidates[0];
        for (var i = 1; i < candidates.Length; i++)
        {
            lowest = Vector256.Min(lowest, candidates[i]);
        }

        var four = Vector128.Min(lowest.GetLower(), lowest.GetUpper());
        four = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(2, 3, 0, 1)));
        four = Vector128.Min(four, Vector128.Shuffle(four, Vector128.Create(1, 0, 3, 2)));
        return four.ToScalar();
    }
}
