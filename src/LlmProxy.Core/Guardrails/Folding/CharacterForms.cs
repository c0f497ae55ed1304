using System.Collections.Frozen;
using System.Globalization;

namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>Which ASCII a character is another form of.</summary>
/// <remarks>
/// The compatibility mappings of Unicode's UnicodeData.txt that lead to ASCII, written as the ranges that they follow, since
/// the runtime's own normalisation is not there without ICU. Beyond them: small capitals, hyphens, and the digits of
/// all scripts by their value.
/// </remarks>
internal static class CharacterForms
{
    // Pairs of a character of the Basic Multilingual Plane and the ASCII that it is a form of.
    private const string Pairs =
        "ℂCℊgℋHℌHℍHℎhℐIℑIℒLℓlℕNℙPℚQℛRℜRℝRℤZℨZ\u212AKℬBℭCℯeℰEℱFℳMℴoℹiⅅDⅆdⅇeⅈiⅉjªaºo"
        + "ᴀaʙbᴄcᴅdᴇeꜰfɢgʜhɪiᴊjᴋkʟlᴍmɴnᴏoᴘpʀrꜱsᴛtᴜuᴠvᴡwʏyᴢzɑaɡgıi"
        + "﹐,﹒.﹔;﹕:﹖?﹗!﹙(﹚)﹛{﹜}﹟#﹠&﹡*﹢+﹣-﹤<﹥>﹦=﹨\\﹩$﹪%﹫@․.‐-‑-‒-–-−-⁄/∕/⁺+⁻-⁼=⁽(⁾)";

    private static readonly FrozenDictionary<int, int> Single =
        Enumerable.Range(0, Pairs.Length / 2).ToFrozenDictionary(i => (int)Pairs[2 * i], i => (int)Pairs[(2 * i) + 1]);

    /// <summary>The ASCII character; 0 where there is none, or more than one.</summary>
    public static int Of(int character) => character switch
    {
        < 0xA0 => 0,
        0xA0 or 0x1680 or (>= 0x2000 and <= 0x200A) or 0x202F or 0x205F or 0x3000 => ' ',
        >= 0xFF01 and <= 0xFF5E => character - 0xFF01 + '!',
        >= 0x2460 and <= 0x2468 => character - 0x2460 + '1',
        >= 0x249C and <= 0x24B5 => character - 0x249C + 'a',
        >= 0x24B6 and <= 0x24CF => character - 0x24B6 + 'A',
        >= 0x24D0 and <= 0x24E9 => character - 0x24D0 + 'a',
        >= 0x1D400 and <= 0x1D6A3 => Letter((character - 0x1D400) % 52),
        >= 0x1F130 and <= 0x1F149 => character - 0x1F130 + 'A',
        >= 0x1F150 and <= 0x1F169 => character - 0x1F150 + 'A',
        >= 0x1F170 and <= 0x1F189 => character - 0x1F170 + 'A',
        >= 0x1F1E6 and <= 0x1F1FF => character - 0x1F1E6 + 'A',
        _ => Single.TryGetValue(character, out var one) ? one : Digit(character),
    };

    /// <summary>The ASCII of a character that stands for several; empty for any other.</summary>
    public static ReadOnlySpan<byte> SeveralOf(int character) => character switch
    {
        0xFB00 => "ff"u8,
        0xFB01 => "fi"u8,
        0xFB02 => "fl"u8,
        0xFB03 => "ffi"u8,
        0xFB04 => "ffl"u8,
        0xFB05 or 0xFB06 => "st"u8,
        0x2026 => "..."u8,
        0x2100 => "a/c"u8,
        0x2116 => "No"u8,
        0x2121 => "TEL"u8,
        0x2122 => "TM"u8,
        _ => default,
    };

    private static int Letter(int index) => index < 26 ? 'A' + index : 'a' + index - 26;

    private static int Digit(int character)
    {
        var text = character < 0x10000 ? CharUnicodeInfo.GetDecimalDigitValue((char)character) : DigitAbove(character);
        if (text >= 0)
            return '0' + text;

        // Raised, lowered and circled digits have a value too, though they are no digits of a number.
        var raised = character is (>= 0x2070 and <= 0x2089) or 0xB2 or 0xB3 or 0xB9 or 0x24EA
            ? CharUnicodeInfo.GetDigitValue(char.ConvertFromUtf32(character), 0)
            : -1;
        return raised >= 0 ? '0' + raised : character == 0x24EA ? '0' : 0;
    }

    // The mathematical digits lie in five rows of ten; other scripts above U+FFFF are rare enough to ask for.
    private static int DigitAbove(int character) => character is >= 0x1D7CE and <= 0x1D7FF
        ? (character - 0x1D7CE) % 10
        : -1;
}
