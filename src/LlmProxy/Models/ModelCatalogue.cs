using System.Collections.Concurrent;
using LlmProxy.Configuration;

namespace LlmProxy.Models;

/// <summary>All models that callers of a route can use, merged over its clusters.</summary>
/// <remarks>
/// A cluster contributes the names and aliases in its configuration and, where it has patterns, those of its provider's list
/// that this route would send to it, by a pattern or because it is the route's default. Providers are asked in parallel, their lists kept for <see cref="Lifetime"/>; one that does not answer in
/// <see cref="Patience"/> contributes its last known list, so that a dead provider delays nobody for long.
/// </remarks>
internal sealed class ModelCatalogue(ModelLister lister, TimeProvider clock)
{
    /// <summary>How long a provider's list is used before it is asked again.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(5);

    /// <summary>How long a provider may take to list its models; after a failure it is asked again at most this often.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <summary>The models of a route, by name, each once: the first cluster that serves it speaks for it.</summary>
    public async Task<IReadOnlyList<ListedModel>> ListAsync(LlmRouteModel route, CancellationToken cancellationToken)
    {
        var clusters = route.Router.Clusters;
        var lists = await Task.WhenAll(clusters.Select(cluster => OfAsync(cluster, cancellationToken)));
        var models = new Dictionary<string, ListedModel>(StringComparer.Ordinal);
        for (var i = 0; i < clusters.Count; i++)
        {
            foreach (var model in lists[i].Concat(Named(clusters[i])))
            {
                if (route.Router.Pick(model.Id).Cluster == clusters[i])
                    models.TryAdd(model.Id, model);
            }
        }

        return [.. models.Values.OrderBy(model => model.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<ListedModel> Named(LlmClusterModel cluster) =>
        cluster.Models.Where(pattern => pattern.IsExact).Select(pattern => pattern.Text)
            .Concat(cluster.Aliases.Keys)
            .Select(name => new ListedModel(name, cluster.ClusterId));

    private async Task<IReadOnlyList<ListedModel>> OfAsync(LlmClusterModel cluster, CancellationToken cancellationToken)
    {
        if (cluster.Models.All(pattern => pattern.IsExact))
            return [];
        var known = _entries.GetValueOrDefault(cluster.ClusterId);
        if (known is not null && known.Cluster == cluster && clock.GetElapsedTime(known.At) < known.Lifetime)
            return known.Models;
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        var listed = await lister.ListAsync(cluster, patience.Token);
        cancellationToken.ThrowIfCancellationRequested();
        var entry = listed is not null
            ? new Entry(cluster, listed, clock.GetTimestamp(), Lifetime)
            : new Entry(cluster, known?.Models ?? [], clock.GetTimestamp(), Patience);
        _entries[cluster.ClusterId] = entry;
        return entry.Models;
    }

    private sealed record Entry(LlmClusterModel Cluster, IReadOnlyList<ListedModel> Models, long At, TimeSpan Lifetime);
}
