using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Numbers of patients, insured persons and providers of health care.</summary>
internal static class MedicalPatterns
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>Letters of a Medicare beneficiary identifier: all but S, L, O, I, B and Z.</summary>
    private const string Letter = "[AC-HJKMNP-RT-Yac-hjkmnp-rt-y]";

    private const string LetterOrDigit = "[0-9AC-HJKMNP-RT-Yac-hjkmnp-rt-y]";

    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.MedicalId, EntityGroup.Pii, EntitySeverity.High)
    {
        { "us-mbi", Free + $"[1-9]{Letter}{LetterOrDigit}[0-9]-?{Letter}{LetterOrDigit}[0-9]-?{Letter}{{2}}[0-9]{{2}}" + End, null },
        { "us-npi", Free + "[12][0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}" + End, MedicalIds.IsNpi, Evidence.LabelOrAlone, Labels.Health },
        { "us-dea", Free + "[A-HJ-NP-UX][A-Z9][0-9]{7}" + End, MedicalIds.IsDea, Evidence.NoOtherLabel, Labels.Health | Labels.License },
        { "gb-nhs", Free + "[0-9]{3}(?:[- ][0-9]{3}[- ]|[0-9]{3})[0-9]{4}" + End, MedicalIds.IsNhs, Evidence.LabelOrAlone, Labels.Health },
        { "au-medicare", Free + "[2-6][0-9]{3} [0-9]{5} [0-9](?:[ /-]?[0-9])?" + End, PacificIds.IsMedicare, Evidence.LabelOrAlone, Labels.Health },
        { "au-medicare-digits", Free + "[2-6][0-9]{9,10}" + End, PacificIds.IsMedicare, Evidence.Label, Labels.Health },
        { "de-kvnr", Free + "[A-Z][0-9]{9}" + End, MedicalIds.IsKvnr, Evidence.LabelOrAlone, Labels.Health },
        { "medical-record", Free + "(?:[A-Z]{1,4}-?)?[0-9]{6,12}" + End, null, Evidence.Label, Labels.Record },
    };
}
