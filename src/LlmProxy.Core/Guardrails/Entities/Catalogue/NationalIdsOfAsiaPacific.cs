using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Numbers by which states of Asia, Africa and the Pacific know persons.</summary>
internal static class NationalIdsOfAsiaPacific
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.NationalId, EntityGroup.Pii, EntitySeverity.High)
    {
        { "in-aadhaar", Free + "[2-9][0-9]{3}(?:[- ][0-9]{4}){2}" + End, AsianIds.IsAadhaar, Evidence.NoOtherLabel, Labels.National },
        { "in-aadhaar-digits", Free + "[2-9][0-9]{11}" + End, AsianIds.IsAadhaar, Evidence.LabelOrAlone, Labels.National },
        { "in-pan", Free + "(?i:[A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z])" + End, null },
        { "in-voter", Free + "[A-Z]{3}[0-9]{7}" + End, null, Evidence.Label, Labels.Identity },
        { "in-gstin", Free + "[0-3][0-9][A-Z]{3}[ABCFGHJLPT][A-Z][0-9]{4}[A-Z][0-9A-Z]Z[0-9A-Z]" + End, null },
        { "cn-resident", Free + "[1-9][0-9]{5}(?:18|19|20)[0-9]{9}[0-9Xx]" + End, AsianIds.IsChineseResident },
        { "tw-id", Free + "[A-Z][1289A-D][0-9]{8}" + End, AsianIds.IsTaiwanese, Evidence.NoOtherLabel, Labels.National },
        { "hk-id", Free + @"[A-Z]{1,2}[0-9]{6}(?:\([0-9A]\)|[0-9A])" + "(?![0-9A-Za-z_])", AsianIds.IsHongKong, Evidence.LabelOrAlone, Labels.National },
        { "jp-my-number", Free + "[0-9]{4}[- ][0-9]{4}[- ][0-9]{4}" + End, AsianIds.IsMyNumber, Evidence.LabelOrAlone, Labels.National },
        { "jp-my-number-digits", Free + "[0-9]{12}" + End, AsianIds.IsMyNumber, Evidence.Label, Labels.National },
        { "kr-rrn", Free + "[0-9]{6}-[1-8][0-9]{6}" + End, AsianIds.IsRrn, Evidence.NoOtherLabel, Labels.National },
        { "kr-rrn-digits", Free + "[0-9]{6}[1-8][0-9]{6}" + End, AsianIds.IsRrn, Evidence.LabelOrAlone, Labels.National },
        { "sg-nric", Free + "(?i:[STFGM][0-9]{7}[A-Z])" + End, AsianIds.IsNric, Evidence.NoOtherLabel, Labels.National },
        { "sg-nric-form", Free + "(?i:[STFGM][0-9]{7}[A-Z])" + End, null, Evidence.LabelOrAlone, Labels.National },
        { "th-citizen", Free + "[1-8]-[0-9]{4}-[0-9]{5}-[0-9]{2}-[0-9]" + End, AsianIds.IsThai, Evidence.NoOtherLabel, Labels.National },
        { "th-citizen-digits", Free + "[1-8][0-9]{12}" + End, AsianIds.IsThai, Evidence.Label, Labels.National },
        { "my-kad", Free + "[0-9]{6}-[0-9]{2}-[0-9]{4}" + End, AsianIds.IsMyKad, Evidence.NoOtherLabel, Labels.National },
        { "id-nik", Free + "[1-9][0-9]{15}" + End, AsianIds.IsNik, Evidence.Label, Labels.National },
        { "il-id", Free + "[0-9]{9}" + End, AmericanIds.IsSin, Evidence.Label, Labels.National },
        { "au-tfn", Free + "[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{3}" + End, PacificIds.IsTfn, Evidence.LabelOrAlone, Labels.National },
        { "au-tfn-old", Free + "[0-9]{3}[- ]?[0-9]{3}[- ]?[0-9]{2}" + End, PacificIds.IsTfn, Evidence.Label, Labels.National },
        { "au-abn", Free + "[1-9][0-9](?: ?[0-9]{3}){3}" + End, PacificIds.IsAbn, Evidence.Label, Labels.National },
        { "au-acn", Free + "[0-9]{3} ?[0-9]{3} ?[0-9]{3}" + End, PacificIds.IsAcn, Evidence.Label, Labels.National },
        { "nz-ird", Free + "[0-9]{2,3}-?[0-9]{3}-?[0-9]{3}" + End, PacificIds.IsIrd, Evidence.Label, Labels.National },
        { "za-id", Free + "[0-9]{6} ?[0-9]{4} ?[01][0-9]{2}" + End, PacificIds.IsSouthAfrican, Evidence.NoOtherLabel, Labels.National },
        { "ng-nin", Free + "[0-9]{11}" + End, null, Evidence.Label, Labels.Identity },
    };
}
