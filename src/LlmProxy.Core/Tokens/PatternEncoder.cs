using System.Runtime.CompilerServices;
using LlmProxy.Core.Tokens.Merging;
using LlmProxy.Core.Tokens.Patterns;
using LlmProxy.Core.Tokens.Vocabularies;

namespace LlmProxy.Core.Tokens;

/// <summary>Cuts text by <typeparamref name="TPattern"/> and encodes each piece: most are tokens, the rest is merged.</summary>
internal sealed class PatternEncoder<TPattern>(Vocabulary vocabulary) : PieceEncoder
    where TPattern : struct, IPattern
{
    /// <inheritdoc/>
    public override void Encode(scoped ReadOnlySpan<byte> text, ref TokenSink sink)
    {
        var tokens = vocabulary.Tokens;
        for (var start = 0; start < text.Length;)
        {
            start = EncodePiece(tokens, text, start, ref sink);
        }
    }

    /// <inheritdoc/>
    /// <remarks>A loop of its own: that of whole texts is the hottest there is, and asks nothing more than it must.</remarks>
    public override void EncodeUpTo(scoped ReadOnlySpan<byte> text, ref TokenSink sink, long most)
    {
        var tokens = vocabulary.Tokens;
        for (var start = 0; start < text.Length && sink.Count <= most;)
        {
            start = EncodePiece(tokens, text, start, ref sink);
        }
    }

    /// <returns>Where the next piece begins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int EncodePiece(TokenMap tokens, scoped ReadOnlySpan<byte> text, int start, ref TokenSink sink)
    {
        var end = TPattern.EndOfPiece(text, start);
        var id = tokens.Find(text, start, end - start);
        if (id >= 0)
        {
            sink.Add(id);
        }
        else
        {
            Merge(text[start..end], ref sink);
        }

        return end;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Merge(scoped ReadOnlySpan<byte> piece, ref TokenSink sink)
    {
        if (piece.Length <= ShortPiece.MaxBytes)
        {
            sink.Add(ShortPiece.Encode(vocabulary, piece, PieceMemory.OfThread));
        }
        else
        {
            LongPiece.Encode(vocabulary, piece, ref sink);
        }
    }
}
