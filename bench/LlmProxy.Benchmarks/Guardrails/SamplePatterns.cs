using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Benchmarks.Guardrails;

/// <summary>150 patterns of the kind that guards for personal data and secrets use: what is measured is their number and form.</summary>
internal static class SamplePatterns
{
    private const int Wanted = 150;

    private static readonly string[] Personal =
    [
        @"(?<![\w.+-])[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,190}\.[A-Za-z]{2,24}(?![\w-])",
        @"(?<![\w-])\d{3}[- ]?\d{2}[- ]?\d{4}(?![\w-])",
        @"(?<![\w-])(?:\d[ -]?){12,18}\d(?![\w-])",
        @"(?<![\w+])\+?\(?\d{1,4}\)?(?:[ .-]?\(?\d{2,4}\)?){2,5}(?!\w)",
        @"(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?(?!\w)",
        @"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])",
        @"(?<![\w:])(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:])",
        @"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])",
        @"(?<![\w/])\d{1,2}/\d{1,2}/\d{2,4}(?![\w/])",
        @"(?<!\w)[A-Z]{5}\d{4}[A-Z](?!\w)",
        @"(?<!\w)[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z](?!\w)",
        @"(?<!\w)[STFG]\d{7}[A-Z](?!\w)",
        @"(?<!\w)\d{8}[A-Z](?!\w)",
        @"(?<!\w)[XYZ]\d{7}[A-Z](?!\w)",
        @"(?<!\w)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\w)",
        @"(?<!\w)\d{6}[-+A]\d{3}[0-9A-Z](?!\w)",
        @"(?<!\w)\d{6}-?[1-4]\d{6}(?!\w)",
        @"(?<!\w)\d{2} ?\d{2} ?\d{2} ?\d{3} ?\d{3} ?\d{2}(?!\w)",
        @"(?i)(?<!\w)passport(?: no| number)?[ :#.]{1,3}[A-Z0-9]{6,9}(?!\w)",
        @"(?i)(?<!\w)(?:born|dob|date of birth)[ :]{1,3}\d{1,2}[./ -][a-z0-9]{1,9}[./ -]\d{2,4}(?!\w)",
        @"(?<!\w)[13][1-9A-HJ-NP-Za-km-z]{25,34}(?!\w)",
        @"(?<!\w)bc1[02-9ac-hj-np-z]{11,71}(?!\w)",
        @"(?<!\w)0x[0-9a-fA-F]{40}(?!\w)",
        @"(?<!\w)(?:[0-9A-Fa-f]{2}[:-]){5}[0-9A-Fa-f]{2}(?!\w)",
    ];

    private static readonly string[] Secrets =
    [
        @"(?<!\w)(?:AKIA|ASIA|AGPA|AIDA|AROA)[0-9A-Z]{16}(?!\w)",
        @"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+=]{40}(?![A-Za-z0-9/+=])",
        @"(?<!\w)gh[pousr]_[A-Za-z0-9]{36,251}(?!\w)",
        @"(?<!\w)github_pat_[A-Za-z0-9_]{82}(?!\w)",
        @"(?<!\w)sk-(?:proj-|ant-)?[A-Za-z0-9_-]{20,200}",
        @"(?<!\w)eyJ[A-Za-z0-9_-]{8,100}\.eyJ[A-Za-z0-9_-]{8,100}\.[A-Za-z0-9_-]{8,}",
        @"(?<!\w)xox[abeoprs]-[A-Za-z0-9-]{10,150}",
        @"(?<!\w)AIza[0-9A-Za-z_-]{35}(?!\w)",
        @"(?<!\w)[rs]k_(?:live|test)_[0-9a-zA-Z]{24,99}",
        @"(?i)[a-z][a-z0-9+.-]{1,20}://[^\s/:@]{1,64}:[^\s/:@]{1,64}@[a-z0-9.-]+",
        @"-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----",
        @"(?i)(?<!\w)(?:api[_-]?key|secret|token|passw(?:or)?d|pwd)[""']?\s{0,3}(?::|=|:=|=>)\s{0,3}[""']?[^\s""']{8,100}",
        @"(?i)(?<!\w)authorization: ?(?:bearer|basic) [a-z0-9._~+/=-]{16,200}",
        @"(?<!\w)SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}(?!\w)",
        @"(?<!\w)[0-9a-f]{32}(?!\w)",
        @"(?<!\w)[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?!\w)",
    ];

    /// <summary>The patterns.</summary>
    public static PatternDefinition[] All()
    {
        string[] written = [.. Personal, .. Secrets];
        return
        [
            .. written.Select((expression, i) => new PatternDefinition($"sample-{i}", expression)),
            // Providers' tokens differ by their prefix.
            .. Enumerable.Range(0, Wanted - written.Length).Select(i => new PatternDefinition(
                $"token-{i}", $@"(?<!\w){(char)('a' + (i % 26))}{(char)('a' + (i * 7 % 26))}{(char)('p' + (i % 5))}_[A-Za-z0-9]{{{20 + (i % 24)}}}(?!\w)")),
        ];
    }
}
