using System.Globalization;
using System.Text;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Folds one character on its own.</summary>
internal sealed class CharacterFolder(FoldOptions options)
{
    /// <summary>The most bytes that a character folds to.</summary>
    public const int MaxLength = 4;

    private readonly bool _forms = options.HasFlag(FoldOptions.Forms);
    private readonly bool _invisible = options.HasFlag(FoldOptions.Invisible);
    private readonly bool _tags = options.HasFlag(FoldOptions.Tags);
    private readonly bool _lookAlikes = options.HasFlag(FoldOptions.LookAlikesEverywhere);
    private readonly bool _lowerCase = options.HasFlag(FoldOptions.LowerCase);

    /// <summary>Whether a character is taken out.</summary>
    public bool Drops(int character) => _invisible && character >= 0xAD && IsInvisible(character);

    /// <summary>The character that stands for another, where that is one alone; else the character itself.</summary>
    /// <param name="character">The code point.</param>
    /// <param name="asLatin">Whether a letter that looks like a Latin one is meant as that.</param>
    public int FormOf(int character, bool asLatin)
    {
        if (character >= 0x80)
        {
            var form = _tags && character is >= 0xE0020 and <= 0xE007E ? character - 0xE0000
                : _forms ? CharacterForms.Of(character) : 0;
            if (form == 0 && (asLatin || _lookAlikes))
                form = LookAlikes.Of(character);
            if (form != 0)
                character = form;
        }

        return _lowerCase ? Lower(character) : character;
    }

    /// <summary>Writes what a character folds to.</summary>
    /// <returns>How many bytes, up to <see cref="MaxLength"/>.</returns>
    public int Write(int character, bool asLatin, Span<byte> output)
    {
        var several = _forms ? CharacterForms.SeveralOf(character) : default;
        if (several.IsEmpty)
            return new Rune(FormOf(character, asLatin)).EncodeToUtf8(output);
        several.CopyTo(output);
        return several.Length;
    }

    /// <summary>Whether a character that is kept folds to something else.</summary>
    public bool Changes(int character, bool asLatin) =>
        FormOf(character, asLatin) != character || (_forms && !CharacterForms.SeveralOf(character).IsEmpty);

    private static int Lower(int character) =>
        char.IsAsciiLetterUpper((char)Math.Min(character, char.MaxValue)) ? character | 0x20
            : character < 0x80 ? character
            : Rune.ToLowerInvariant(new Rune(character)).Value;

    private static bool IsInvisible(int character) => character switch
    {
        // Fillers of Hangul, the grapheme joiner and variation selectors are no format characters, and show nothing either.
        0x34F or 0x115F or 0x1160 or 0x17B4 or 0x17B5 or 0x3164 or 0xFFA0 => true,
        (>= 0xFE00 and <= 0xFE0F) or (>= 0x180B and <= 0x180F) or (>= 0xE0000 and <= 0xE0FFF) => true,
        _ => CharUnicodeInfo.GetUnicodeCategory(character) == UnicodeCategory.Format,
    };
}
