using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>E-mail addresses and telephone numbers.</summary>
internal static class ContactPatterns
{
    /// <summary>Letters of Latin script beyond ASCII: they occur in addresses, while those of scripts without spaces stand beside them.</summary>
    private const string Latin = @"\u00C0-\u024F";

    /// <summary>E-mail addresses. The local part is at most 64 characters (RFC 5321, 4.5.3.1.1), a label of the domain 63.</summary>
    public static PatternList Emails { get; } = new(EntityType.Email, EntityGroup.Pii, EntitySeverity.Medium)
    {
        new PatternDefinition(
            "email",
            $@"(?<![A-Za-z0-9{Latin}_.%+-])[A-Za-z0-9{Latin}_][A-Za-z0-9{Latin}_.%+'&-]{{0,63}}@(?:[A-Za-z0-9{Latin}][A-Za-z0-9{Latin}-]{{0,62}}\.){{1,8}}[A-Za-z][A-Za-z0-9-]{{1,23}}(?![A-Za-z0-9_@-])")
        {
            Validator = new EmailRule(),
        },
    };

    /// <summary>Telephone numbers: one form of digits and separators; the rule tells numbers from all else that has this form.</summary>
    public static PatternList Phones { get; } = new(EntityType.Phone, EntityGroup.Pii, EntitySeverity.Medium)
    {
        new PatternDefinition(
            "phone",
            @"(?<![0-9A-Za-z_+])\+?\(?[0-9]{1,5}\)?(?:[ \u00A0]?[./-]?[ \u00A0]?\(?[0-9]{1,5}\)?){1,9}(?: ?(?:x|ext\.?|Ext\.?|#) ?[0-9]{1,6})?(?![0-9A-Za-z_])")
        {
            MaxLength = 48,
            Validator = new PhoneRule(),
        },
    };
}
