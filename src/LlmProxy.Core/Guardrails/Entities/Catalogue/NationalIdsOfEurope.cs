using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Numbers by which European states know persons.</summary>
/// <remarks>
/// Forms and check digits are those that the states publish. How much evidence a number needs goes by how many other numbers
/// pass: one digit of check is met by every tenth, so it takes a label, or a text that has nothing else.
/// </remarks>
internal static class NationalIdsOfEurope
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.NationalId, EntityGroup.Pii, EntitySeverity.High)
    {
        { "fi-hetu", Free + "[0-3][0-9][01][0-9]{3}[-+A-FU-Ya-fu-y][0-9]{3}[0-9A-Ya-y]" + End, NordicIds.IsHetu },
        { "se-personnummer", Free + "(?:[0-9]{6}[-+]|(?:18|19|20)[0-9]{6}[-+]?)[0-9]{4}" + End, NordicIds.IsPersonnummer, Evidence.NoOtherLabel, Labels.National },
        { "se-personnummer-short", Free + "[0-9]{10}" + End, NordicIds.IsPersonnummer, Evidence.LabelOrAlone, Labels.National },
        { "no-fodselsnummer", Free + "[0-7][0-9]{5} ?[0-9]{5}" + End, NordicIds.IsFodselsnummer, Evidence.NoOtherLabel, Labels.National },
        { "dk-cpr", Free + "[0-3][0-9][01][0-9]{3}-?[0-9]{4}" + End, NordicIds.IsCpr, Evidence.Label, Labels.National },
        { "is-kennitala", Free + "[0-7][0-9][01][0-9]{3}-?[0-9]{3}[089]" + End, NordicIds.IsKennitala, Evidence.LabelOrAlone, Labels.National },
        { "ee-lt-personal-code", Free + "[1-6][0-9]{10}" + End, BalticIds.IsPersonalCode, Evidence.LabelOrAlone, Labels.National },
        { "lv-personas-kods", Free + "[0-3][0-9][01][0-9]{3}-?[0-9]{5}" + End, BalticIds.IsPersonasKods, Evidence.LabelOrAlone, Labels.National },
        { "pl-pesel", Free + "[0-9]{11}" + End, EasternIds.IsPesel, Evidence.LabelOrAlone, Labels.National },
        { "cz-rodne-cislo", Free + "[0-9]{6}/[0-9]{3,4}" + End, EasternIds.IsRodneCislo, Evidence.NoOtherLabel, Labels.National },
        { "ro-cnp", Free + "[1-8][0-9]{12}" + End, EasternIds.IsCnp, Evidence.NoOtherLabel, Labels.National },
        { "bg-egn", Free + "[0-9]{10}" + End, EasternIds.IsEgn, Evidence.LabelOrAlone, Labels.National },
        { "jmbg", Free + "[0-3][0-9][01][0-9]{10}" + End, EasternIds.IsJmbg, Evidence.NoOtherLabel, Labels.National },
        { "hr-oib", Free + "[0-9]{11}" + End, EasternIds.IsOib, Evidence.Label, Labels.National },
        { "ru-snils", Free + "[0-9]{3}-[0-9]{3}-[0-9]{3}[ -][0-9]{2}" + End, EasternIds.IsSnils, Evidence.NoOtherLabel, Labels.National },
        { "de-steuer-id", Free + "[1-9][0-9](?: ?[0-9]{3}){3}" + End, GermanIds.IsSteuerId, Evidence.LabelOrAlone, Labels.National },
        { "de-rentenversicherung", Free + "[0-9]{2} ?[0-9]{6} ?[A-Z] ?[0-9]{3}" + End, GermanIds.IsRentenversicherung },
        { "de-personalausweis", Free + "[CFGHJKLMNPRTVWXYZ][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?" + End, GermanIds.IsPersonalausweis, Evidence.Label, Labels.Identity },
        { "at-svnr", Free + "[0-9]{4} ?[0-3][0-9][01][0-9]{3}" + End, GermanIds.IsSvnr, Evidence.LabelOrAlone, Labels.National },
        { "ch-ahv", Free + @"756\.?[0-9]{4}\.?[0-9]{4}\.?[0-9]{2}" + End, GermanIds.IsAhv },
        { "nl-bsn", Free + "[0-9]{8,9}" + End, WesternIds.IsBsn, Evidence.Label, Labels.National },
        { "be-rijksregister", Free + @"[0-9]{2}\.?[0-9]{2}\.?[0-9]{2}[- ]?[0-9]{3}[. ]?[0-9]{2}" + End, WesternIds.IsRijksregister, Evidence.NoOtherLabel, Labels.National },
        { "fr-nir", Free + "[1-478] [0-9]{2} [0-9]{2} (?:[0-9]{2}|2[ABab]) [0-9]{3} [0-9]{3} [0-9]{2}" + End, WesternIds.IsNir },
        { "fr-nir-digits", Free + "[1-478][0-9]{4}(?:[0-9]{2}|2[ABab])[0-9]{8}" + End, WesternIds.IsNir, Evidence.LabelOrAlone, Labels.National | Labels.Health },
        { "gb-nino", Free + "(?i:[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z](?: ?[0-9]{2}){3} ?[A-D])" + End, WesternIds.IsNino },
        { "gb-utr", Free + "[0-9]{5} ?[0-9]{5}" + End, null, Evidence.Label, Labels.Identity },
        { "ie-pps", Free + "[0-9]{7}[A-W][A-IW]?" + End, WesternIds.IsPps, Evidence.LabelOrAlone, Labels.National },
        { "es-dni", Free + "(?:[0-9]{8}[- ]?|[0-9]{7}-?)[A-HJ-NP-TV-Za-hj-np-tv-z]" + End, SouthernIds.IsDni },
        { "es-nie", Free + "[X-Zx-z][- ]?[0-9]{7}[- ]?[A-HJ-NP-TV-Za-hj-np-tv-z]" + End, SouthernIds.IsDni },
        { "it-codice-fiscale", Free + "(?i:[A-Z]{6}[0-9LMNPQRSTUV]{2}[ABCDEHLMPRST][0-9LMNPQRSTUV]{2}[A-Z][0-9LMNPQRSTUV]{3}[A-Z])" + End, null },
        { "it-identity-card", Free + "(?i:C[A-Z][0-9]{5}[A-Z]{2}|[A-Z]{2}[0-9]{7})" + End, null, Evidence.Label, Labels.Identity },
        { "pt-nif", Free + "[1-35689][0-9]{2} ?[0-9]{3} ?[0-9]{3}" + End, SouthernIds.IsPortugueseNif, Evidence.Label, Labels.National },
        { "gr-amka", Free + "[0-3][0-9][01][0-9]{8}" + End, SouthernIds.IsAmka, Evidence.LabelOrAlone, Labels.National },
        { "gr-afm", Free + "[0-9]{9}" + End, SouthernIds.IsAfm, Evidence.Label, Labels.National },
        { "tr-kimlik", Free + "[1-9][0-9]{10}" + End, SouthernIds.IsKimlik, Evidence.LabelOrAlone, Labels.National },
    };
}
