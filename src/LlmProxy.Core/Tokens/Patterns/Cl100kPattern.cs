using LlmProxy.Core.Tokens.Unicode;

namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>The pattern of <c>cl100k_base</c>.</summary>
/// <remarks>
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
/// </remarks>
internal readonly struct Cl100kPattern : IPattern
{
    /// <inheritdoc/>
    public static int EndOfPiece(ReadOnlySpan<byte> text, int start)
    {
        var kind = TextScan.KindAt(text, start, out var length);
        var next = start + length;
        if ((kind & CharacterKinds.Letter) != 0)
        {
            return TextScan.SkipWhile(text, next, CharacterKinds.Letter);
        }

        if (kind == CharacterKinds.Number)
        {
            return NumberRun.End(text, next);
        }

        var contraction = Contraction.LengthAtIgnoringCase(text, start);
        if (contraction > 0)
        {
            return start + contraction;
        }

        return EndAfterSign(text, start, kind, next);
    }

    private static int EndAfterSign(ReadOnlySpan<byte> text, int start, CharacterKinds kind, int next)
    {
        var nextKind = TextScan.KindAtOrNone(text, next, out var nextLength);
        if ((nextKind & CharacterKinds.Letter) != 0 && text[start] is not ((byte)'\r' or (byte)'\n'))
        {
            return TextScan.SkipWhile(text, next + nextLength, CharacterKinds.Letter);
        }

        if (kind == CharacterKinds.Space && (text[start] != ' ' || (nextKind & CharacterKinds.Symbol) == 0))
        {
            return SpaceRun.EndAtLine(text, start);
        }

        var end = TextScan.SkipWhile(text, next, CharacterKinds.Symbol);
        while ((uint)end < (uint)text.Length && text[end] is (byte)'\r' or (byte)'\n')
        {
            end++;
        }

        return end;
    }
}
