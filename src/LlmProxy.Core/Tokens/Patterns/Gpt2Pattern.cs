using LlmProxy.Core.Tokens.Unicode;

namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>The pattern of <c>r50k_base</c> and <c>p50k_base</c>.</summary>
/// <remarks><c>'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+</c></remarks>
internal readonly struct Gpt2Pattern : IPattern
{
    /// <inheritdoc/>
    public static int EndOfPiece(ReadOnlySpan<byte> text, int start)
    {
        var contraction = Contraction.LengthAt(text, start);
        if (contraction > 0)
        {
            return start + contraction;
        }

        var first = text[start] == ' ' ? start + 1 : start;
        var kind = TextScan.KindAtOrNone(text, first, out var length);
        if (kind is CharacterKinds.None or CharacterKinds.Space)
        {
            return SpaceRun.End(text, start);
        }

        var run = (kind & CharacterKinds.Letter) != 0 ? CharacterKinds.Letter
            : kind == CharacterKinds.Number ? CharacterKinds.Number
            : CharacterKinds.Symbol;
        return TextScan.SkipWhile(text, first + length, run);
    }
}
