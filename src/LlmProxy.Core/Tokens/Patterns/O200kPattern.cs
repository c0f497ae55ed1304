using LlmProxy.Core.Tokens.Unicode;

namespace LlmProxy.Core.Tokens.Patterns;

/// <summary>The pattern of <c>o200k_base</c> and <c>o200k_harmony</c>.</summary>
/// <remarks>
/// With U for <c>[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]</c>, W for <c>[\p{Ll}\p{Lm}\p{Lo}\p{M}]</c> and C for
/// <c>(?i:'s|'t|'re|'ve|'m|'ll|'d)</c>:
/// <c>[^\r\n\p{L}\p{N}]?U*W+C?|[^\r\n\p{L}\p{N}]?U+W*C?|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+</c>
/// </remarks>
internal readonly struct O200kPattern : IPattern
{
    private const CharacterKinds Both = CharacterKinds.Caseless | CharacterKinds.Mark;
    private const CharacterKinds NotUpper = CharacterKinds.Lower | Both;
    private const CharacterKinds NotLower = CharacterKinds.Upper | Both;

    /// <inheritdoc/>
    public static int EndOfPiece(ReadOnlySpan<byte> text, int start)
    {
        var kind = TextScan.KindAt(text, start, out var length);
        var next = start + length;
        if ((kind & CharacterKinds.Letter) != 0)
        {
            return WithContraction(text, EndOfWord(text, start, out _));
        }

        if (kind == CharacterKinds.Number)
        {
            return NumberRun.End(text, next);
        }

        if (text[start] is not ((byte)'\r' or (byte)'\n'))
        {
            var end = EndOfWord(text, next, out var mixed);
            if (kind == CharacterKinds.Mark)
            {
                // A mark can itself be the word's first letter, and then is one for both cases: the first alternative, which
                // wants one of lower case, matches it alone before the second, which wants none, is asked.
                end = mixed ? end : next;
            }

            if (end > next || kind == CharacterKinds.Mark)
            {
                return WithContraction(text, end);
            }
        }

        return EndAfterSign(text, start, kind, next);
    }

    // U*W+ if it matches, else U+. mixed: the first did. Nothing matched: the start.
    private static int EndOfWord(ReadOnlySpan<byte> text, int start, out bool mixed)
    {
        var position = start;
        var afterBoth = start;
        while (true)
        {
            var kind = TextScan.KindAtOrNone(text, position, out var length);
            if (kind == CharacterKinds.Lower)
            {
                mixed = true;
                return TextScan.SkipWhile(text, position + length, NotUpper);
            }

            if ((kind & NotLower) == 0)
            {
                // U* took all there was, so it gives back up to the last letter that W+ takes, too.
                mixed = afterBoth > start;
                return mixed ? afterBoth : position;
            }

            position += length;
            if ((kind & Both) != 0)
            {
                afterBoth = position;
            }
        }
    }

    private static int WithContraction(ReadOnlySpan<byte> text, int end) => end + Contraction.LengthAtIgnoringCase(text, end);

    private static int EndAfterSign(ReadOnlySpan<byte> text, int start, CharacterKinds kind, int next)
    {
        if (kind == CharacterKinds.Space
            && (text[start] != ' ' || (TextScan.KindAtOrNone(text, next, out _) & CharacterKinds.Symbol) == 0))
        {
            return SpaceRun.EndAtLine(text, start);
        }

        var end = TextScan.SkipWhile(text, next, CharacterKinds.Symbol);
        while ((uint)end < (uint)text.Length && text[end] is (byte)'\r' or (byte)'\n' or (byte)'/')
        {
            end++;
        }

        return end;
    }
}
