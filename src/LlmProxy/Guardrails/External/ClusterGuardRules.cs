using LlmProxy.Configuration;
using LlmProxy.Configuration.Binding;
using LlmProxy.Guardrails.Settings;

namespace LlmProxy.Guardrails.External;

/// <summary>Checks the clusters that guards name, once those are known.</summary>
internal static class ClusterGuardRules
{
    /// <summary>Notes what is wrong.</summary>
    /// <param name="guards">All guards.</param>
    /// <param name="path">Where they stand.</param>
    /// <param name="clusterIds">The names of all clusters with an <c>Llm</c> block, those whose settings are wrong too.</param>
    /// <param name="clusters">Those whose settings are right.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(
        GuardCatalogue guards, string path, IReadOnlyList<string> clusterIds, IReadOnlyList<LlmClusterModel> clusters, ICollection<ConfigurationError> errors)
    {
        foreach (var name in guards.Names)
        {
            if (guards.Find(name) is not ClusterGuard guard)
                continue;
            var place = $"{path}:{name}:{nameof(GuardrailOptions.Cluster)}";
            if (!clusterIds.Contains(guard.ClusterId, StringComparer.OrdinalIgnoreCase))
                errors.Add(new(place, $"is {SafeValue.Show(guard.ClusterId)}, which is no cluster with an Llm block", NameSuggestion.For(guard.ClusterId, clusterIds)));
            else if (clusters.FirstOrDefault(cluster => cluster.ClusterId.Equals(guard.ClusterId, StringComparison.OrdinalIgnoreCase)) is { } found)
                Check(guard, found, place, errors);
        }
    }

    private static void Check(ClusterGuard guard, LlmClusterModel cluster, string place, ICollection<ConfigurationError> errors)
    {
        if (!guard.Fits(cluster))
            errors.Add(new(place, $"is '{cluster.ClusterId}', whose provider '{cluster.Provider}' has nothing that guards of type '{guard.Type}' could ask", "name another cluster"));
        else if (cluster.Credential == CredentialSource.Caller)
            errors.Add(new(place, $"is '{cluster.ClusterId}', which has no credential but its callers'", "name a cluster with an ApiKey of its own"));
    }
}
