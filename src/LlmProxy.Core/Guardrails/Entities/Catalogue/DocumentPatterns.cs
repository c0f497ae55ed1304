using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Social security numbers, passports, driving licences and dates of birth.</summary>
internal static class DocumentPatterns
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>United States social security numbers: grouped 3-2-4 by their form, nine digits in one run by their label.</summary>
    public static PatternList SocialSecurity { get; } = new(EntityType.UsSsn, EntityGroup.Pii, EntitySeverity.High)
    {
        { "us-ssn", Free + @"(?:[0-9]{3}-[0-9]{2}-[0-9]{4}|[0-9]{3} [0-9]{2} [0-9]{4}|[0-9]{3}\.[0-9]{2}\.[0-9]{4})" + "(?![0-9A-Za-z_-])", AmericanIds.IsSsn, Evidence.NoOtherLabel, Labels.Ssn | Labels.National },
        { "us-ssn-digits", Free + "[0-9]{9}" + End, AmericanIds.IsSsn, Evidence.Label, Labels.Ssn },
    };

    /// <summary>Passports: their forms are those of any number, so a label is needed, but for the lines that machines read.</summary>
    public static PatternList Passports { get; } = new(EntityType.Passport, EntityGroup.Pii, EntitySeverity.High)
    {
        { "passport", Free + "(?:[A-Za-z]{1,3} ?[0-9]{5,9}[A-Za-z]?|[0-9]{2} ?[A-Za-z]{2} ?[0-9]{5,6}|[0-9]{2} ?[0-9]{2} [0-9]{6}|[0-9]{8,9}|[A-Z][0-9A-Z]{8})" + End, static value => Digits.Count(value) >= 4, Evidence.Label, Labels.Passport },
        { "passport-mrz", "(?<![0-9A-Z<])[0-9A-Z<]{9}[0-9][A-Z<]{3}[0-9]{7}[MFX<][0-9]{7}[0-9A-Z<]{14}[0-9<][0-9](?![0-9A-Z<])", DocumentIds.IsMachineReadable },
    };

    /// <summary>Driving licences.</summary>
    public static PatternList Licenses { get; } = new(EntityType.DriverLicense, EntityGroup.Pii, EntitySeverity.High)
    {
        { "gb-driving-licence", Free + "[A-Z9]{5}[0-9][0156][0-9][0-3][0-9]{2}[A-Z9]{2}[0-9A-HJ-NP-Z][A-Z]{2}" + End, null },
        { "it-patente", Free + "(?i:[A-Z]{2}[0-9]{7}[A-Z]|U1[0-9A-Z]{6,7}[A-Z])" + End, null, Evidence.LabelOrAlone, Labels.License },
        { "kr-driver-license", Free + "(?:1[1-9]|2[0-8])-[0-9]{2}-[0-9]{6}-[0-9]{2}" + End, null },
        { "driver-license", Free + @"(?:[A-Z]{1,3}[- ]?[0-9]{3,4}(?:[- ]?[0-9]{2,4}){1,4}|[A-Z]{1,2}[0-9]{4,14}|[0-9]{6,12}|[0-9]{2,3}[- ][0-9]{3}[- ][0-9]{3,4}|[0-9]{1,2}[A-Z]{2}[0-9]{5,6}|[A-Z][0-9A-Z]{10})" + End, static value => Digits.Count(value) >= 5, Evidence.Label, Labels.License },
    };

    /// <summary>Dates, where somebody is said to be born on them.</summary>
    public static PatternList Births { get; } = new(EntityType.DateOfBirth, EntityGroup.Pii, EntitySeverity.Medium)
    {
        { "birth-numeric", @"(?<![0-9A-Za-z_./-])(?:[0-9]{1,2}(?:[./-] ?[0-9]{1,2}[./-] ?)(?:[0-9]{4}|[0-9]{2})|[0-9]{4}[./-][0-9]{1,2}[./-][0-9]{1,2})(?![0-9A-SU-Za-z_/-])", new BirthRule() },
        { "birth-day-month", @"(?<![0-9A-Za-z_./-])[0-9]{1,2}(?:st|nd|rd|th|er|\.|º|ª)?[ -](?:de |of |di )?\p{L}{3,12}\.?,?[ -](?:de |del |of )?[0-9]{4}(?![0-9A-Za-z_])", new BirthRule() },
        { "birth-month-day", @"(?<![0-9A-Za-z_])(?i:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)\.? [0-9]{1,2}(?:st|nd|rd|th)?,? [0-9]{4}(?![0-9A-Za-z_])", new BirthRule() },
        { "birth-unspaced", "(?<![0-9])(?:19|20)[0-9]{2} ?[年년] ?[0-9]{1,2} ?[月월] ?[0-9]{1,2} ?[日일]", new BirthRule() },
    };
}
