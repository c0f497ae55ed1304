using System.Numerics;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Joins letters that stand apart: <c>i g n o r e   t h i s</c>.</summary>
/// <remarks>One space between the letters of a word, more between words. Shorter runs are initials, lists or axes.</remarks>
internal static class SpacedLetters
{
    private const int FewestLetters = 8;
    private const int WidestGap = 4;

    private static readonly Vector<byte> Spaces = new((byte)' ');

    /// <summary>Rewrites <paramref name="text"/> in place.</summary>
    /// <returns>How many bytes of <paramref name="text"/> are the result.</returns>
    public static int Undo(Span<byte> text, ref FoldingKinds kinds)
    {
        var written = 0;
        var position = 0;
        while (NextSingle(text, position) is var start and >= 0)
        {
            written += Move(text[position..start], text[written..]);
            var length = Run(text[start..], out var letters);
            if (letters >= FewestLetters)
            {
                kinds |= FoldingKinds.Spaced;
                written += Join(text.Slice(start, length), text[written..]);
            }
            else
            {
                written += Move(text.Slice(start, length), text[written..]);
            }

            position = start + length;
        }

        if (written < position)
            written += Move(text[position..], text[written..]);
        else
            written = text.Length;
        return written;
    }

    // Where a character stands alone between spaces, with a second one behind it; -1 for nowhere.
    private static int NextSingle(ReadOnlySpan<byte> text, int from)
    {
        if (IsSingle(text, from))
            return from;
        for (var i = NextBetweenSpaces(text, from + 1); i >= 0; i = NextBetweenSpaces(text, i + 1))
        {
            // Of spaces in a row each second one is passed over, as it was when the model was trained.
            var spaces = 0;
            for (var before = i - 1; before > from && text[before] == ' '; before--)
                spaces++;
            if (int.IsOddInteger(spaces))
                return i;
        }

        return -1;
    }

    private static int NextBetweenSpaces(ReadOnlySpan<byte> text, int from)
    {
        var i = from;
        for (; i + Vector<byte>.Count < text.Length; i += Vector<byte>.Count)
        {
            // As signed bytes, those beyond ASCII are less than a space.
            var isSingle = Vector.Equals(new Vector<byte>(text[(i - 1)..]), Spaces)
                & Vector.AsVectorByte(Vector.GreaterThan(Vector.AsVectorSByte(new Vector<byte>(text[i..])), Vector.AsVectorSByte(Spaces)))
                & Vector.Equals(new Vector<byte>(text[(i + 1)..]), Spaces);
            if (isSingle != Vector<byte>.Zero)
                break;
        }

        for (; i + 2 < text.Length; i++)
        {
            if (IsSingle(text, i))
                return i;
        }

        return -1;
    }

    private static bool IsSingle(ReadOnlySpan<byte> text, int i) =>
        i + 2 < text.Length && text[i + 1] == ' ' && text[i] > ' ' && text[i] < 0x80 && (i == 0 || text[i - 1] == ' ');

    private static int Run(ReadOnlySpan<byte> text, out int letters)
    {
        letters = 0;
        var end = 0;
        for (var i = 0; i < text.Length && text[i] is > (byte)' ' and < 0x80;)
        {
            var gap = 0;
            while (gap < WidestGap && i + 1 + gap < text.Length && text[i + 1 + gap] == ' ')
                gap++;
            if (gap == 0 && i + 1 < text.Length)
                break;
            letters++;
            end = i + 1;
            i += 1 + gap;
        }

        return end;
    }

    private static int Join(ReadOnlySpan<byte> run, Span<byte> output)
    {
        var written = 0;
        for (var i = 0; i < run.Length; i++)
        {
            if (run[i] != ' ')
                output[written++] = run[i];
            else if (run[i + 1] == ' ' && output[written - 1] != ' ')
                output[written++] = (byte)' ';
        }

        return written;
    }

    private static int Move(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return bytes.Length;
    }
}
