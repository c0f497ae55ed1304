using System.Text;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Undoes Cyrillic and Greek letters that stand in for Latin ones, within words that have both.</summary>
internal static class Lookalikes
{
    // From the shapes in common fonts; lower case, since the text is folded before.
    private const string Foreign = "асеіјорѕхуԁһӏкмтвнґԛԝ" + "αονρτυικεηχγωβμ";
    private const string Latin = "aceijopsxydhlkmtbhrqw" + "aovptuikenxywbu";

    /// <summary>Rewrites <paramref name="text"/> in place.</summary>
    /// <returns>How many bytes of <paramref name="text"/> are the result.</returns>
    public static int Undo(Span<byte> text, ref FoldingKinds kinds)
    {
        var written = 0;
        var position = 0;
        while (position < text.Length)
        {
            var length = WordLength(text[position..], out var isMixed);
            if (length == 0)
            {
                text[written++] = text[position++];
                continue;
            }

            if (isMixed)
            {
                kinds |= FoldingKinds.Lookalikes;
                written += UndoWord(text.Slice(position, length), text[written..]);
            }
            else
            {
                text.Slice(position, length).CopyTo(text[written..]);
                written += length;
            }

            position += length;
        }

        return written;
    }

    private static int WordLength(ReadOnlySpan<byte> text, out bool isMixed)
    {
        var latin = false;
        var foreign = false;
        var length = 0;
        for (; length < text.Length && (text[length] >= 0x80 || char.IsAsciiLetter((char)text[length])); length++)
        {
            latin |= text[length] < 0x80;
            // The lead bytes of U+0370 to U+052F.
            foreign |= text[length] is >= 0xCD and <= 0xD4;
        }

        isMixed = latin && foreign;
        return length;
    }

    // The output never overtakes the input: no letter gets longer.
    private static int UndoWord(ReadOnlySpan<byte> word, Span<byte> output)
    {
        var written = 0;
        while (!word.IsEmpty)
        {
            Rune.DecodeFromUtf8(word, out var rune, out var length);
            var place = rune.IsBmp ? Foreign.IndexOf((char)rune.Value, StringComparison.Ordinal) : -1;
            if (place >= 0)
                output[written++] = (byte)Latin[place];
            else
                written += Copy(word[..length], output[written..]);
            word = word[length..];
        }

        return written;
    }

    private static int Copy(ReadOnlySpan<byte> bytes, Span<byte> output)
    {
        bytes.CopyTo(output);
        return bytes.Length;
    }
}
