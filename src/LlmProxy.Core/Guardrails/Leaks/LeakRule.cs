namespace LlmProxy.Core.Guardrails.Leaks;

/// <summary>What counts as a repeat of a text, and not as a phrase that anybody says.</summary>
public readonly record struct LeakRule
{
    /// <summary>A repeat has at least this many words: 12 …</summary>
    public const int Words = 12;

    /// <summary>… of together at least this many letters and digits: 40 …</summary>
    public const int CharactersOfWords = 40;

    /// <summary>… or, however many words, this many letters and digits: 60.</summary>
    public const int Characters = 60;

    /// <summary>The name of the finding.</summary>
    public const string Type = "SYSTEM_PROMPT";

    /// <summary>The least share of all words of the texts, 0 to 1, that one repeat must have. Default 0: the counts alone decide.</summary>
    public double Share { get; init; }

    /// <summary>Whether so many words, of so many characters, out of so many count.</summary>
    internal bool Counts(int words, int characters, int of) =>
        ((words >= Words && characters >= CharactersOfWords) || characters >= Characters) && words >= Share * of;
}
