using System.Buffers;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens.Merging;

/// <summary>Byte-pair encoding in linear time, for pieces of any length.</summary>
/// <remarks>
/// A row of tokens is the encoding of its bytes exactly when each pair of neighbours is the encoding of its own bytes, and
/// there is one such row only. So the row is looked for from left to right: the longest token that fits its left neighbour,
/// else the next shorter one, else the left neighbour itself is given up. An end that was given up is never tried again,
/// which makes the time linear. The idea is that of the crate <c>bpe</c> in github/rust-gems, whose documentation has the proof.
/// Needs, for each byte of the piece, a bit and at most four bytes of pooled memory.
/// </remarks>
internal ref struct LongPiece
{
    private readonly Vocabulary _vocabulary;
    private readonly PrefixIndex _prefixes;
    private readonly ReadOnlySpan<byte> _piece;
    private int[] _tokens;
    private ulong[] _dead;
    private int _count;

    private LongPiece(Vocabulary vocabulary, ReadOnlySpan<byte> piece)
    {
        _vocabulary = vocabulary;
        _prefixes = vocabulary.Prefixes;
        _piece = piece;
        _tokens = ArrayPool<int>.Shared.Rent(Math.Max(64, piece.Length / 2));
        _dead = ArrayPool<ulong>.Shared.Rent((piece.Length / 64) + 1);
        _dead.AsSpan(0, (piece.Length / 64) + 1).Clear();
    }

    /// <summary>How many tokens were tried, for a test that it stays in proportion to the length.</summary>
    public long Steps { get; private set; }

    /// <summary>Encodes <paramref name="piece"/>, which is not empty.</summary>
    /// <returns>How many tokens were tried.</returns>
    public static long Encode(Vocabulary vocabulary, scoped ReadOnlySpan<byte> piece, ref TokenSink sink)
    {
        var encoding = new LongPiece(vocabulary, piece);
        try
        {
            encoding.Run();
            sink.Add(encoding._tokens.AsSpan(0, encoding._count));
            return encoding.Steps;
        }
        finally
        {
            ArrayPool<int>.Shared.Return(encoding._tokens);
            ArrayPool<ulong>.Shared.Return(encoding._dead);
        }
    }

    private void Run()
    {
        var position = 0;
        var candidate = _prefixes.Longest(_piece);
        while (true)
        {
            Steps++;
            var end = position + _vocabulary.LengthOf(candidate);
            if (!IsDead(end) && Fits(candidate))
            {
                Push(candidate);
                position = end;
                if (position == _piece.Length)
                {
                    return;
                }

                candidate = _prefixes.Longest(_piece[position..]);
                continue;
            }

            candidate = _prefixes.Shorter(candidate);
            if (candidate < 0)
            {
                // No token fits here, so no row ends here: the one before gives way to a shorter one.
                _dead[position >> 6] |= 1UL << position;
                candidate = _tokens[--_count];
                position -= _vocabulary.LengthOf(candidate);
            }
        }
    }

    private readonly bool IsDead(int end) => (_dead[end >> 6] & (1UL << end)) != 0;

    // Takes the merges of both neighbours back, the latest first, and asks each time whether the two halves at the seam would
    // have merged with each other before that.
    private readonly bool Fits(int right)
    {
        if (_count == 0)
        {
            return true;
        }

        var left = _tokens[_count - 1];
        var limit = int.MaxValue;
        while (_vocabulary.Merges.Find(left, right) >= limit)
        {
            if (left > right)
            {
                if (left < 256)
                {
                    return true;
                }

                limit = left;
                left = _vocabulary.Right[left];
            }
            else
            {
                if (right < 256)
                {
                    return true;
                }

                // Of equal merges the left one comes first: the seam's own comes before that of the right neighbour.
                limit = right + 1;
                right = _vocabulary.Left[right];
            }
        }

        return false;
    }

    private void Push(int token)
    {
        if (_count == _tokens.Length)
        {
            var larger = ArrayPool<int>.Shared.Rent(_count * 2);
            _tokens.AsSpan().CopyTo(larger);
            ArrayPool<int>.Shared.Return(_tokens);
            _tokens = larger;
        }

        _tokens[_count++] = token;
    }
}
