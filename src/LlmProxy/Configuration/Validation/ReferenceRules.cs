using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Reading;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Validation;

/// <summary>Checks how routes without an <c>Llm</c> block name their clusters.</summary>
internal static class ReferenceRules
{
    /// <summary>Notes every plain route whose cluster does not exist; YARP takes it and answers 503.</summary>
    public static void CheckPlainRoutes(IConfiguration root, LlmConfigReading reading, ICollection<ConfigurationError> errors)
    {
        var clusters = root.GetSection(SectionNames.Clusters).GetChildren().Select(c => c.Key).ToList();
        foreach (var (route, cluster) in PlainRoutes(root, reading))
        {
            if (cluster is { Length: > 0 } && !clusters.Contains(cluster, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(new(
                    ConfigurationPath.Combine(route.Path, "ClusterId"),
                    $"is {SafeValue.Show(cluster)}, which is no cluster",
                    NameSuggestion.For(cluster, clusters)));
            }
        }
    }

    /// <summary>Notes every plain route to a cluster for LLM traffic: neither its key nor any limit would be applied.</summary>
    public static void WarnOfBareRoutes(IConfiguration root, LlmConfigReading reading, ICollection<ConfigurationError> warnings)
    {
        foreach (var (route, cluster) in PlainRoutes(root, reading))
        {
            if (cluster is not null && reading.Cluster(cluster) is not null)
            {
                warnings.Add(new(
                    route.Path,
                    $"has no {SectionNames.Llm} block, but its cluster has, so requests go there without key and limits",
                    $"give it an {SectionNames.Llm} block, even an empty one"));
            }
        }
    }

    private static IEnumerable<(IConfigurationSection Route, string? Cluster)> PlainRoutes(
        IConfiguration root, LlmConfigReading reading) =>
        root.GetSection(SectionNames.Routes).GetChildren()
            .Where(route => reading.Route(route.Key) is null)
            .Select(route => (route, route["ClusterId"]));
}
