using System.Text.RegularExpressions;

namespace LlmProxy.Guards.Entities;

/// <summary>The plain baseline: regular expressions as tutorials on masking personal data give them, first come first served.</summary>
internal static class TutorialEntities
{
    private static readonly (string Type, Regex Form)[] Forms =
    [
        ("EMAIL", New(@"\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Z|a-z]{2,}\b")),
        ("US_SSN", New(@"\b\d{3}-\d{2}-\d{4}\b")),
        ("CREDIT_CARD", New(@"\b(?:\d{4}[- ]?){3}\d{4}\b")),
        ("PHONE", New(@"\b(?:\+?1[-. ]?)?\(?\d{3}\)?[-. ]?\d{3}[-. ]?\d{4}\b")),
        ("IP_ADDRESS", New(@"\b(?:\d{1,3}\.){3}\d{1,3}\b")),
        ("IBAN", New(@"\b[A-Z]{2}\d{2}[A-Z0-9]{4,30}\b")),
        ("API_KEY", New(@"\b(?:sk|pk)-[A-Za-z0-9]{20,}\b")),
        ("AWS_KEY", New(@"\bAKIA[0-9A-Z]{16}\b")),
        ("DATE_OF_BIRTH", New(@"\b\d{1,2}/\d{1,2}/\d{4}\b")),
    ];

    /// <summary>What they find, by UTF-16 units.</summary>
    public static List<(string Type, int Start, int End)> Find(string text)
    {
        var found = new List<(string Type, int Start, int End)>();
        foreach (var (type, form) in Forms)
        {
            foreach (Match match in form.Matches(text))
            {
                if (!found.Exists(other => match.Index < other.End && other.Start < match.Index + match.Length))
                    found.Add((type, match.Index, match.Index + match.Length));
            }
        }

        return found;
    }

    private static Regex New(string form) => new(form, RegexOptions.CultureInvariant);
}
