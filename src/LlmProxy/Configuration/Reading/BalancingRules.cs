using LlmProxy.Configuration.Binding;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Checks what a cluster sets for single destinations against those, which stand in YARP's part.</summary>
internal static class BalancingRules
{
    /// <summary>Notes every setting of a destination that does not exist.</summary>
    public static void Check(ClusterConfig cluster, ClusterReading llm, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var (setting, name) in llm.PerDestination)
        {
            if (!cluster.Destinations!.Keys.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                errors.Add(new(
                    $"{path}:{SectionNames.Llm}:{setting}:{name}",
                    "is no destination of this cluster",
                    NameSuggestion.For(name, cluster.Destinations.Keys)));
            }
        }
    }
}
