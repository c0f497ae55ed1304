using System.Buffers;
using System.Runtime.CompilerServices;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>A text in all the readings that are judged: folded, and each piece of it that was decoded or turned.</summary>
/// <remarks>
/// Everything is in one pooled array of three times the text and 32 KiB: decoding makes a text shorter by a quarter. At most <see cref="MostParts"/> readings:
/// encoded runs beyond that are not decoded.
/// </remarks>
internal ref struct FoldedParts
{
    /// <summary>How many readings there can be.</summary>
    public const int MostParts = 12;

    // Two are kept for the turned readings.
    private const int MostDecoded = MostParts - 2;

    private readonly byte[] _buffer;
    private Ranges _ranges;
    private int _used;

    /// <summary>Folds, decodes and turns a text.</summary>
    public FoldedParts(ReadOnlySpan<byte> utf8)
    {
        _buffer = ArrayPool<byte>.Shared.Rent((utf8.Length * 3) + (2 * TurnedText.Longest));
        var kinds = FoldingKinds.None;
        Keep(TextFold.Fold(utf8, _buffer, ref kinds), kinds);
        Decode(utf8);
        Turn();
    }

    /// <summary>How many readings there are; 1 for nearly all texts.</summary>
    public int Count { get; private set; }

    /// <summary>A reading, from 0, the text itself.</summary>
    /// <param name="index">Its number.</param>
    /// <param name="kinds">What was undone for it.</param>
    public readonly ReadOnlySpan<byte> Get(int index, out FoldingKinds kinds)
    {
        var (start, length, undone) = _ranges[index];
        kinds = undone;
        return _buffer.AsSpan(start, length);
    }

    /// <summary>Returns the array.</summary>
    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(_buffer);

    private void Keep(int length, FoldingKinds kinds)
    {
        _ranges[Count++] = (_used, length, kinds);
        _used += length;
    }

    private void Decode(ReadOnlySpan<byte> utf8)
    {
        var position = 0;
        while (Count < MostDecoded && EncodedRuns.DecodeNext(utf8, ref position, Decoded(utf8)) is var length and > 0)
        {
            var kinds = FoldingKinds.Encoded;
            Keep(TextFold.Fold(Decoded(utf8)[..length], _buffer.AsSpan(_used, length), ref kinds), kinds);
        }
    }

    // Behind where the folded form of what is decoded will go.
    private readonly Span<byte> Decoded(ReadOnlySpan<byte> utf8) => _buffer.AsSpan(_used + utf8.Length);

    private void Turn()
    {
        var main = Get(0, out _);
        var start = main[..Math.Min(main.Length, TurnedText.Longest)];
        if (TurnedText.NamesRot13(start))
        {
            TurnedText.Rot13(start, _buffer.AsSpan(_used));
            Keep(start.Length, FoldingKinds.Turned);
        }

        if (TurnedText.NamesBackwards(start))
        {
            TurnedText.Reverse(start, _buffer.AsSpan(_used));
            Keep(start.Length, FoldingKinds.Turned);
        }
    }

    [InlineArray(MostParts)]
    private struct Ranges
    {
        private (int Start, int Length, FoldingKinds Kinds) _first;
    }
}
