using System.Text;

namespace LlmProxy.Guardrails.Words;

/// <summary>The two forms of Latin letters with accents: one character, or the letter and a mark behind it.</summary>
/// <remarks>The canonical decompositions of Unicode's UnicodeData.txt for Latin-1 and Latin Extended-A, since the runtime's own normalisation is not there without ICU.</remarks>
internal static class AccentForms
{
    // A mark, and pairs of a letter and what both are together.
    private static readonly (char Mark, string Pairs)[] Marks =
    [
        ('\u0300', "AÀEÈIÌOÒUÙaàeèiìoòuù"),
        ('\u0301', "AÁEÉIÍOÓUÚYÝaáeéiíoóuúyýCĆcćLĹlĺNŃnńRŔrŕSŚsśZŹzź"),
        ('\u0302', "AÂEÊIÎOÔUÛaâeêiîoôuûCĈcĉGĜgĝHĤhĥJĴjĵSŜsŝWŴwŵYŶyŷ"),
        ('\u0303', "AÃNÑOÕaãnñoõIĨiĩUŨuũ"),
        ('\u0304', "AĀaāEĒeēIĪiīOŌoōUŪuū"),
        ('\u0306', "AĂaăEĔeĕGĞgğIĬiĭOŎoŏUŬuŭ"),
        ('\u0307', "CĊcċEĖeėGĠgġIİZŻzż"),
        ('\u0308', "AÄEËIÏOÖUÜaäeëiïoöuüyÿYŸ"),
        ('\u030A', "AÅaåUŮuů"),
        ('\u030B', "OŐoőUŰuű"),
        ('\u030C', "CČcčDĎdďEĚeěLĽlľNŇnňRŘrřSŠsšTŤtťZŽzž"),
        ('\u0326', "SȘsșTȚtț"),
        ('\u0327', "CÇcçGĢgģKĶkķLĻlļNŅnņRŖrŗSŞsşTŢtţ"),
        ('\u0328', "AĄaąEĘeęIĮiįUŲuų"),
    ];

    private static readonly Dictionary<char, string> Apart = Marks
        .SelectMany(mark => mark.Pairs.Chunk(2).Select(pair => (Together: pair[1], Apart: $"{pair[0]}{mark.Mark}")))
        .ToDictionary(form => form.Together, form => form.Apart);

    private static readonly Dictionary<string, char> Together = Apart.ToDictionary(form => form.Value, form => form.Key);

    /// <summary>The text with each such letter as two characters.</summary>
    public static string Split(string text) => string.Concat(text.Select(c => Apart.TryGetValue(c, out var apart) ? apart : c.ToString()));

    /// <summary>The text with each such letter as one character.</summary>
    public static string Join(string text)
    {
        var joined = new StringBuilder();
        foreach (var c in text)
        {
            if (joined.Length > 0 && Together.TryGetValue($"{joined[^1]}{c}", out var one))
                joined[^1] = one;
            else
                joined.Append(c);
        }

        return joined.ToString();
    }
}
