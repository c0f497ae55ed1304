using LlmProxy.Configuration.Routing;

namespace LlmProxy.Configuration.Reading;

/// <summary>Tells which models some clusters list, whether they have their keys or not.</summary>
internal sealed class ListedModels(IReadOnlyList<LlmClusterModel> clusters)
{
    private readonly bool _onlySandboxes = clusters.All(cluster => cluster.IsSandbox);

    /// <summary>Whether any of the clusters lists <paramref name="model"/>.</summary>
    public bool Contains(string model) => clusters.Any(cluster => IsAt(cluster, model));

    /// <summary>Whether any of the clusters lists <paramref name="model"/> by its full name or as an alias.</summary>
    public bool ContainsName(string model) => clusters.Any(cluster => cluster.Aliases.ContainsKey(model)
        || cluster.Models.Any(pattern => pattern.IsExact && pattern.Text == model));

    /// <summary>
    /// Whether <paramref name="cluster"/> lists <paramref name="model"/>. A sandbox that takes everything while no provider has its key does
    /// not list what it takes, unless there are only sandboxes.
    /// </summary>
    public bool IsAt(LlmClusterModel cluster, string model) => cluster.Aliases.ContainsKey(model)
        || cluster.Models.Any(pattern => pattern.Matches(model)
            && (pattern.IsExact || !cluster.IsSandbox || _onlySandboxes || model.StartsWith(ModelRouter.SandboxPrefix, StringComparison.Ordinal)));
}
