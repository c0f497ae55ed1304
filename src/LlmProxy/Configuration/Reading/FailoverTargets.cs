using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Planning;

namespace LlmProxy.Configuration.Reading;

/// <summary>Finds the places that <c>model</c> and <c>model@cluster</c> stand for on one route.</summary>
/// <remarks>What is an error does not depend on the keys that are there: a file that is checked without any must start with them all.</remarks>
/// <param name="router">The route's router.</param>
/// <param name="own">The cluster of the route's <c>ClusterId</c>.</param>
/// <param name="clusters">The clusters that the route may use.</param>
/// <param name="others">The names of all clusters, those too that it may not use.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class FailoverTargets(
    ModelRouter router,
    LlmClusterModel own,
    IReadOnlyList<LlmClusterModel> clusters,
    IReadOnlyList<string> others,
    ICollection<ConfigurationError> errors)
{
    private readonly ListedModels _listed = new(clusters);

    /// <summary>The place; <c>null</c> where it is no error but has no key, and so is left out as everywhere, or where it is an error.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="where">Where it stands.</param>
    public FailoverTarget? Find(string name, string where)
    {
        if (name.Trim() != name || name.Contains('*'))
        {
            errors.Add(new(where, $"is {SafeValue.Show(name)}, but it must be one model", "write its name in full, without '*' and spaces"));
            return null;
        }

        // A model's own name may hold an '@'; what stands behind the last one is a cluster, or the name as a whole is a model.
        var at = name.LastIndexOf('@');
        if (at > 0 && Cluster(name[(at + 1)..]) is { } cluster)
        {
            return At(cluster, name, name[..at], where);
        }

        if (at > 0 && IsMistaken(name, name[(at + 1)..]))
        {
            var wrong = name[(at + 1)..];
            errors.Add(new(
                where,
                $"is {SafeValue.Show(name)}, but {SafeValue.Show(wrong)} is no cluster of this route",
                NameSuggestion.For(wrong, clusters.Select(c => c.ClusterId))));
            return null;
        }

        return Anywhere(name, where);
    }

    /// <summary>Whether what stands behind the last '@' was meant as a cluster; a pattern may well match the whole.</summary>
    private bool IsMistaken(string name, string cluster) => !_listed.ContainsName(name)
        && (others.Contains(cluster, StringComparer.OrdinalIgnoreCase) || NameSuggestion.Nearest(cluster, clusters.Select(c => c.ClusterId)) is not null);

    private FailoverTarget? At(LlmClusterModel cluster, string name, string model, string where)
    {
        if (cluster.Credential != CredentialSource.Caller)
        {
            return cluster.IsUsable ? new(cluster, cluster.Aliases.GetValueOrDefault(model, model), model) : null;
        }

        Refuse(name, cluster, where);
        return null;
    }

    private FailoverTarget? Anywhere(string name, string where)
    {
        var listed = _listed.Contains(name);
        if (!listed && own.Models.Count + own.Aliases.Count > 0)
        {
            errors.Add(new(where, $"is {SafeValue.Show(name)}, a model that no cluster of this route lists", "list it in a cluster's Models, or write 'model@cluster'"));
            return null;
        }

        var pick = router.Pick(name);
        if (pick.Cluster is not { } cluster || (listed && pick.Reason != ModelPickReason.Matched))
        {
            // Listed by a cluster without its key: nobody else is meant.
            return null;
        }

        if (cluster.Credential != CredentialSource.Caller)
        {
            return new(cluster, pick.UpstreamModel ?? name, pick.Pattern);
        }

        if (!clusters.Any(other => other.Credential != CredentialSource.Caller && _listed.IsAt(other, name)))
        {
            Refuse(name, cluster, where);
        }

        return null;
    }

    private void Refuse(string name, LlmClusterModel cluster, string where) => errors.Add(new(
        where,
        $"is {SafeValue.Show(name)}, at the cluster '{cluster.ClusterId}', which is sent the caller's own credential",
        "name a model of a cluster with a key of its own; a caller's goes nowhere but where the caller sent it"));

    private LlmClusterModel? Cluster(string clusterId) =>
        clusters.FirstOrDefault(cluster => cluster.ClusterId.Equals(clusterId, StringComparison.OrdinalIgnoreCase));
}
