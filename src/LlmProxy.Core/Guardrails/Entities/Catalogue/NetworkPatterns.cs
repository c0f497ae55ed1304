using LlmProxy.Core.Guardrails.Entities.Rules;
using LlmProxy.Core.Guardrails.Matching;

namespace LlmProxy.Core.Guardrails.Entities.Catalogue;

/// <summary>Addresses of computers.</summary>
internal static class NetworkPatterns
{
    private const string Octet = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";

    /// <summary>IPv4 and IPv6 in all forms of RFC 4291, 2.2, with the length of a prefix and a zone.</summary>
    public static PatternList Patterns { get; } = new(EntityType.IpAddress, EntityGroup.Pii, EntitySeverity.Low)
    {
        new PatternDefinition("ipv4", $@"(?<![0-9A-Za-z_.:-])(?:{Octet}\.){{3}}{Octet}(?:/(?:3[0-2]|[12]?[0-9]))?(?![0-9A-Za-z_-])")
        {
            Validator = new IPv4Rule(),
        },
        new PatternDefinition(
            "ipv6",
            @"(?<![0-9A-Za-z_:.])(?:[0-9A-Fa-f]{1,4}:|::)[0-9A-Fa-f:]{1,38}(?:\.[0-9]{1,3}){0,3}(?:%[0-9A-Za-z._-]{1,16})?(?:/[0-9]{1,3})?")
        {
            MaxLength = 80,
            Validator = new IPv6Rule(),
        },
    };
}
