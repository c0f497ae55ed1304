using LlmProxy.Configuration.Binding;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks the weights of a cluster against its destinations, which stand in YARP's part.</summary>
internal static class BalancingRules
{
    /// <summary>Notes every weight of a destination that does not exist.</summary>
    public static void Check(ClusterConfig cluster, ClusterReading llm, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var name in llm.Weighted)
        {
            if (!cluster.Destinations!.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(new(
                    $"{path}:{SectionNames.Llm}:{nameof(LlmClusterOptions.Weights)}:{name}",
                    "is no destination of this cluster",
                    NameSuggestion.For(name, cluster.Destinations.Keys)));
            }
        }
    }
}
