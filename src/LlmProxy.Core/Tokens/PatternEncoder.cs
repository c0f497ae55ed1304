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

            start = end;
        }
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
