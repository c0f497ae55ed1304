using System.Buffers;
using System.Text;

namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>Brings a text into the form in which the model was trained: lower case, without marks, styles and disguises.</summary>
internal static class TextFold
{
    /// <summary>Folds a text.</summary>
    /// <param name="utf8">The text; bytes that are no UTF-8 are passed over.</param>
    /// <param name="output">As long as <paramref name="utf8"/> at least: folding never makes a text longer.</param>
    /// <param name="kinds">Gains what had to be undone.</param>
    /// <returns>How many bytes of <paramref name="output"/> are the folded text.</returns>
    public static int Fold(ReadOnlySpan<byte> utf8, Span<byte> output, ref FoldingKinds kinds)
    {
        var isForeign = false;
        var written = 0;
        while (!utf8.IsEmpty)
        {
            Ascii.ToLower(utf8, output[written..], out var plain);
            written += plain;
            utf8 = utf8[plain..];
            written += FoldBeyondAscii(ref utf8, output[written..], ref kinds, ref isForeign);
        }

        if (isForeign)
            written = Lookalikes.Undo(output[..written], ref kinds);
        written = SpacedLetters.Undo(output[..written], ref kinds);
        Leet.Undo(output[..written], ref kinds);
        return written;
    }

    // All characters up to the next of ASCII; foreign are those of Greek and Cyrillic, which may pass for Latin ones.
    private static int FoldBeyondAscii(ref ReadOnlySpan<byte> utf8, Span<byte> output, ref FoldingKinds kinds, ref bool isForeign)
    {
        var written = 0;
        while (!utf8.IsEmpty && utf8[0] >= 0x80)
        {
            if (Rune.DecodeFromUtf8(utf8, out var rune, out var length) == OperationStatus.Done)
            {
                var folded = RuneFold.Of(rune.Value, ref kinds);
                isForeign |= folded is >= 0x370 and < 0x530;
                if (folded != RuneFold.Nothing)
                    written += new Rune(folded).EncodeToUtf8(output[written..]);
            }

            utf8 = utf8[length..];
        }

        return written;
    }
}
