using System.Text;

namespace LlmProxy.Core.Guardrails.Injection.Features;

/// <summary>Sorts the characters of folded UTF-8.</summary>
internal static class Characters
{
    /// <summary>The kinds of the ASCII characters, for loops that look at these first.</summary>
    public static readonly CharacterKind[] Ascii = MakeAscii();

    /// <summary>The kind of the first character.</summary>
    /// <param name="text">Folded UTF-8, not empty.</param>
    /// <param name="length">How many bytes the character has.</param>
    public static CharacterKind KindOf(ReadOnlySpan<byte> text, out int length)
    {
        if (text[0] < 0x80)
        {
            length = 1;
            return Ascii[text[0]];
        }

        Rune.DecodeFromUtf8(text, out var rune, out length);
        return KindOf(rune.Value);
    }

    private static CharacterKind KindOf(int point) => point switch
    {
        0x3002 or 0xFF61 or 0x61F or 0x6D4 or 0x964 or 0x965 or 0x2028 or 0x2029 => CharacterKind.Stop,
        < 0xC0 or 0xD7 or 0xF7 or 0x60C or 0x61B => CharacterKind.Gap,
        >= 0x2000 and < 0x2C00 or >= 0x3000 and < 0x3040 or >= 0xFE10 and < 0xFE70 or >= 0xFF00 and < 0xFF66 => CharacterKind.Gap,
        >= 0xE00 and < 0xE80 or >= 0x3040 and < 0x3100 or >= 0x3400 and < 0xA000 or >= 0xF900 and < 0xFB00 or >= 0x20000 =>
            CharacterKind.Ideograph,
        >= 0x10000 => CharacterKind.Gap,
        _ => CharacterKind.Letter,
    };

    private static CharacterKind[] MakeAscii()
    {
        var kinds = new CharacterKind[128];
        for (var value = 0; value < kinds.Length; value++)
        {
            kinds[value] = (char)value switch
            {
                >= 'a' and <= 'z' or >= 'A' and <= 'Z' or '_' => CharacterKind.Letter,
                >= '0' and <= '9' => CharacterKind.Digit,
                '.' or '!' or '?' or '\n' => CharacterKind.Stop,
                _ => CharacterKind.Gap,
            };
        }

        return kinds;
    }
}
