using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Merging;

/// <summary>Splits a piece into the tokens that merging starts from: bytes, or what a character's bytes merge into by themselves.</summary>
/// <remarks>
/// Where no token crosses a character's ends but as a whole character, nothing beside it can have a say in how its bytes
/// merge (<see cref="SeamMap"/>), so that can be done first. It halves the work for scripts beyond ASCII.
/// </remarks>
internal static class PieceStart
{
    /// <summary>Splits <paramref name="piece"/>.</summary>
    /// <param name="vocabulary">The vocabulary.</param>
    /// <param name="piece">Valid UTF-8.</param>
    /// <param name="ids">Takes the tokens, at most as many as there are bytes.</param>
    /// <returns>How many they are.</returns>
    public static int Split(Vocabulary vocabulary, ReadOnlySpan<byte> piece, Span<int> ids)
    {
        var merges = vocabulary.Merges;
        var count = 0;
        var crossed = false;
        for (var start = 0; start < piece.Length;)
        {
            var first = piece[start];
            if (first < 0x80)
            {
                ids[count++] = merges.IdOf(first);
                start++;
                crossed = start < piece.Length && vocabulary.Seams.IsCrossed(first, piece[start]);
                continue;
            }

            var end = start + LengthAt(first);
            var crossedBefore = crossed;
            crossed = end < piece.Length && vocabulary.Seams.IsCrossed(piece[end - 1], piece[end]);
            count += crossedBefore || crossed
                ? SplitBytes(merges, piece[start..end], ids[count..])
                : SplitCharacter(vocabulary, piece, start, end, ids[count..]);
            start = end;
        }

        return count;
    }

    private static int SplitCharacter(Vocabulary vocabulary, ReadOnlySpan<byte> piece, int start, int end, Span<int> ids)
    {
        var whole = vocabulary.Tokens.Find(piece, start, end - start);
        if (whole >= 0)
        {
            ids[0] = whole;
            return 1;
        }

        return end - start == 3 ? SplitThree(vocabulary.Merges, piece[start..end], ids) : SplitBytes(vocabulary.Merges, piece[start..end], ids);
    }

    // Not one token, so at most one merge is left: of the first two bytes or the last two, the lower one.
    private static int SplitThree(MergeTable merges, ReadOnlySpan<byte> bytes, Span<int> ids)
    {
        var (first, second, third) = (merges.IdOf(bytes[0]), merges.IdOf(bytes[1]), merges.IdOf(bytes[2]));
        var left = merges.Find(first, second);
        var right = merges.Find(second, third);
        if (left == right)
        {
            (ids[0], ids[1], ids[2]) = (first, second, third);
            return 3;
        }

        (ids[0], ids[1]) = left < right ? (left, third) : (first, right);
        return 2;
    }

    private static int SplitBytes(MergeTable merges, ReadOnlySpan<byte> bytes, Span<int> ids)
    {
        for (var i = 0; i < bytes.Length; i++)
        {
            ids[i] = merges.IdOf(bytes[i]);
        }

        return bytes.Length;
    }

    private static int LengthAt(byte first) => first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
}
