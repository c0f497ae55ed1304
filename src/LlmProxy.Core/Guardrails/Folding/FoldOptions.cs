namespace LlmProxy.Core.Guardrails.Folding;

/// <summary>What is undone before a text is searched.</summary>
[Flags]
public enum FoldOptions
{
    /// <summary>Nothing: bytes that are no UTF-8 become U+FFFD, all else stays.</summary>
    None = 0,

    /// <summary>
    /// Other forms of ASCII characters become those: full-width, mathematical, circled, small, raised and lowered ones, small
    /// capitals, ligatures, the digits of other scripts, hyphens and spaces of all widths. The usual part of Unicode's NFKC,
    /// and a little more.
    /// </summary>
    Forms = 1,

    /// <summary>Characters that cannot be seen are dropped: format characters, zero-width ones, soft hyphens, variation selectors.</summary>
    Invisible = 2,

    /// <summary>Tag characters (U+E0020 to U+E007E), which cannot be seen but are read by models, become the ASCII that they stand for.</summary>
    Tags = 4,

    /// <summary>Cyrillic, Greek and Armenian letters that look like Latin ones become those, in words that have an ASCII letter too.</summary>
    LookAlikes = 8,

    /// <summary>The same in all words. For a second look only: it garbles text in these scripts.</summary>
    LookAlikesEverywhere = 16,

    /// <summary>HTML's references, by number or by the names of ASCII characters, become their character.</summary>
    HtmlReferences = 32,

    /// <summary>Letters become lower-case, by simple mapping without a culture.</summary>
    LowerCase = 64,

    /// <summary>What changes no text that is written normally: <see cref="Forms"/>, <see cref="Invisible"/>, <see cref="Tags"/> and <see cref="LookAlikes"/>.</summary>
    Usual = Forms | Invisible | Tags | LookAlikes,
}
