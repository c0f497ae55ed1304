namespace LlmProxy.Core.Guardrails.Injection.Folding;

/// <summary>The plain Latin letter under a Latin letter with marks: é is e, Ł is l.</summary>
/// <remarks>From the compatibility decompositions of the Unicode Character Database, written as one letter for each code point.</remarks>
internal static class BaseLetters
{
    private const int LatinStart = 0xC0;
    private const int AdditionalStart = 0x1E00;

    // U+00C0 to U+024F; a point where there is no one letter underneath.
    private const string Latin =
        "aaaaaaaceeeeiiiidnooooo.ouuuuytsaaaaaaaceeeeiiiidnooooo.ouuuuytyaaaaaaccccccccddddeeeeeeeeeegggg" +
        "gggghhhhiiiiiiiiiiiijjkk.llllllllllnnnnnn...oooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs" +
        ".................ff...i.........oo.............uu...................dddlllnnnaaiioouuuuuuuuuu.aa" +
        "aaaa..ggkkoooo..jdddgg..nnaaaaooaaaaeeeeiiiioooorrrruuuusstt..hh......aaeeooooooooyy............" +
        "................";

    // U+1E00 to U+1EFF: Vietnamese for the most part.
    private const string Additional =
        "aabbbbbbccddddddddddeeeeeeeeeeffgghhhhhhhhhhiiiikkkkkkllllllllmmmmmmnnnnnnnnoooooooopppprrrrrrrr" +
        "ssssssssssttttttttuuuuuuuuuuvvvvwwwwwwwwwwxxxxyyzzzzzzhtwyas..s.aaaaaaaaaaaaaaaaaaaaaaaaeeeeeeee" +
        "eeeeeeeeiiiioooooooooooooooooooooooouuuuuuuuuuuuuuyyyyyyyy......";

    /// <summary>The letter a to z under <paramref name="point"/>; 0 where there is none.</summary>
    public static int Of(int point)
    {
        var letter = point switch
        {
            >= LatinStart and < LatinStart + 0x190 => Latin[point - LatinStart],
            >= AdditionalStart and < AdditionalStart + 0x100 => Additional[point - AdditionalStart],
            _ => '.',
        };
        return letter == '.' ? 0 : letter;
    }
}
