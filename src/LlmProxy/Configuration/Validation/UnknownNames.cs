using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Validation;

/// <summary>Warns of names that nobody reads, where the gateway is not the only reader and cannot call them wrong.</summary>
internal static class UnknownNames
{
    private static readonly string[] Top =
        ["$schema", SectionNames.Yarp, LlmProxyOptions.Section, "Sandbox", "Logging", "Kestrel", "Urls", "AllowedHosts"];

    private static readonly string[] Yarp = ["Routes", "Clusters"];

    private static readonly string[] Route =
    [
        "ClusterId", "Match", SectionNames.Llm, "Order", "Transforms", "Metadata", "AuthorizationPolicy", "CorsPolicy",
        "RateLimiterPolicy", "OutputCachePolicy", "TimeoutPolicy", "Timeout", "MaxRequestBodySize",
    ];

    private static readonly string[] Cluster =
    [
        "Destinations", SectionNames.Llm, "LoadBalancingPolicy", "SessionAffinity", "HealthCheck", "HttpClient",
        "HttpRequest", "Metadata",
    ];

    /// <summary>Notes top-level names in the gateway's own file.</summary>
    public static void CheckTop(IConfiguration file, ICollection<ConfigurationError> warnings) => Check(file, Top, warnings);

    /// <summary>Notes names in YARP's section, where a mistyped <c>Llm</c> would make a route a plain one.</summary>
    public static void CheckYarp(IConfiguration root, ICollection<ConfigurationError> warnings)
    {
        Check(root.GetSection(SectionNames.Yarp), Yarp, warnings);
        foreach (var route in root.GetSection(SectionNames.Routes).GetChildren())
        {
            Check(route, Route, warnings);
        }

        foreach (var cluster in root.GetSection(SectionNames.Clusters).GetChildren())
        {
            Check(cluster, Cluster, warnings);
        }
    }

    private static void Check(IConfiguration parent, string[] known, ICollection<ConfigurationError> warnings)
    {
        foreach (var child in parent.GetChildren())
        {
            if (!known.Contains(child.Key, StringComparer.OrdinalIgnoreCase))
            {
                warnings.Add(new(child.Path, "is not read by anything", NameSuggestion.For(child.Key, known)));
            }
        }
    }
}
