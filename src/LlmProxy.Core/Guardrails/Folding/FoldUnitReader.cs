using System.Buffers;
using System.Text;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Reads the next character of a raw text, and undoes the way in which it is written.</summary>
internal sealed class FoldUnitReader(FoldOptions options)
{
    /// <summary>The longest way to write a character, in bytes.</summary>
    public const int MaxLength = HtmlReference.MaxLength;

    private readonly bool _html = options.HasFlag(FoldOptions.HtmlReferences);

    /// <summary>The bytes that need a closer look; all others are ASCII and stand for themselves.</summary>
    public SearchValues<byte> Special { get; } = SearchValues.Create(
        [.. Enumerable.Range(0x80, 0x80).Select(b => (byte)b), .. SpecialAscii(options)]);

    /// <summary>Reads what <paramref name="bytes"/> begin with.</summary>
    /// <param name="bytes">At least one byte.</param>
    /// <param name="isComplete">Whether nothing follows them.</param>
    /// <param name="character">The code point.</param>
    /// <param name="length">How many bytes it has.</param>
    /// <returns>False: more bytes are needed.</returns>
    public bool TryRead(ReadOnlySpan<byte> bytes, bool isComplete, out int character, out int length)
    {
        character = bytes[0];
        length = 1;
        if (bytes[0] >= 0x80)
        {
            var status = Rune.DecodeFromUtf8(bytes, out var rune, out length);
            character = rune.Value;
            return status != OperationStatus.NeedMoreData || isComplete;
        }

        if (bytes[0] != '&' || !_html)
            return true;
        var isKnown = HtmlReference.TryRead(bytes, isComplete, out var meant, out length);
        character = meant >= 0 ? meant : bytes[0];
        return isKnown;
    }

    private static IEnumerable<byte> SpecialAscii(FoldOptions options)
    {
        if (options.HasFlag(FoldOptions.HtmlReferences))
            yield return (byte)'&';
        for (var letter = (byte)'A'; options.HasFlag(FoldOptions.LowerCase) && letter <= 'Z'; letter++)
            yield return letter;
    }
}
