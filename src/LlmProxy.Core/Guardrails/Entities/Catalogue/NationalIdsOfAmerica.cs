using LlmProxy.Core.Guardrails.Entities.Context;
using LlmProxy.Core.Guardrails.Entities.Values;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Numbers by which American states know persons, but for <see cref="EntityType.UsSsn"/>.</summary>
internal static class NationalIdsOfAmerica
{
    private const string Free = "(?<![0-9A-Za-z_.+-])";

    private const string End = "(?![0-9A-Za-z_])";

    /// <summary>The patterns.</summary>
    public static PatternList Patterns { get; } = new(EntityType.NationalId, EntityGroup.Pii, EntitySeverity.High)
    {
        { "us-itin", Free + "9[0-9]{2}[- ]?(?:5[0-9]|6[0-5]|7[0-9]|8[0-8]|9[0-24-9])[- ]?[0-9]{4}" + End, null, Evidence.Label, Labels.Identity },
        { "ca-sin", Free + "[1-79][0-9]{2}(?:[- ][0-9]{3}[- ]|[0-9]{3})[0-9]{3}" + End, AmericanIds.IsSin, Evidence.LabelOrAlone, Labels.National | Labels.Ssn },
        { "br-cpf-formatted", Free + @"[0-9]{3}\.[0-9]{3}\.[0-9]{3}[-/][0-9]{2}" + End, AmericanIds.IsCpf },
        { "br-cpf", Free + "[0-9]{11}" + End, AmericanIds.IsCpf, Evidence.LabelOrAlone, Labels.National },
        { "mx-curp", Free + "[A-Z]{4}[0-9]{6}[HMX][A-Z]{5}[0-9A-Z][0-9]" + End, AmericanIds.IsCurp },
        { "mx-rfc", Free + "[A-ZÑ&]{4}[0-9]{6}[0-9A-Z]{3}" + End, null, Evidence.Label, Labels.Identity },
        { "cl-rut", Free + @"[0-9]{1,2}(?:\.[0-9]{3}\.[0-9]{3}|[0-9]{6})-[0-9Kk]" + End, AmericanIds.IsRut, Evidence.NoOtherLabel, Labels.National },
        { "ar-cuil", Free + "2[03478]-[0-9]{8}-[0-9]" + End, AmericanIds.IsCuil, Evidence.NoOtherLabel, Labels.National },
        { "ar-cuil-digits", Free + "2[03478][0-9]{9}" + End, AmericanIds.IsCuil, Evidence.LabelOrAlone, Labels.National },
        { "ar-dni", Free + @"[0-9]{1,2}\.?[0-9]{3}\.?[0-9]{3}" + End, null, Evidence.Label, Labels.Identity },
        { "co-cedula", Free + @"[0-9]{1,4}\.?[0-9]{3}\.?[0-9]{3}" + End, null, Evidence.Label, Labels.Identity },
    };
}
