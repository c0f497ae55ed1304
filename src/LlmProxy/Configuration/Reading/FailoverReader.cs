using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Resolves what a route says about failing providers.</summary>
/// <param name="options">The route's block.</param>
/// <param name="path">Where it stands.</param>
/// <param name="router">The route's router.</param>
/// <param name="clusters">The clusters that the route may use.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class FailoverReader(
    LlmRouteOptions options, string path, ModelRouter router, IReadOnlyList<LlmClusterModel> clusters, ICollection<ConfigurationError> errors)
{
    /// <summary>Reads it.</summary>
    public FailoverModel Read()
    {
        var on = $"{path}:{nameof(options.FallbacksOn)}";
        return new()
        {
            Retry = options.Retry,
            Timeouts = options.Timeouts,
            Gate = options.Gate,
            KeepAlive = options.KeepAlive,
            Hedge = options.Hedge,
            Shadow = options.Shadow,
            ShadowTarget = options.Shadow.Target is { } target
                ? Target(target, $"{path}:{nameof(options.Shadow)}:{nameof(options.Shadow.Target)}")
                : null,
            LastResort = options.LastResort,
            Chains = new(
                router,
                options.Retry.OtherClusters,
                List(options.Fallbacks, $"{path}:{nameof(options.Fallbacks)}"),
                List(options.FallbacksOn.RateLimit, $"{on}:{nameof(options.FallbacksOn.RateLimit)}"),
                List(options.FallbacksOn.ContextLength, $"{on}:{nameof(options.FallbacksOn.ContextLength)}"),
                List(options.FallbacksOn.ContentFilter, $"{on}:{nameof(options.FallbacksOn.ContentFilter)}")),
        };
    }

    private FallbackList List(IDictionary<string, IList<string>> entries, string where)
    {
        var list = new List<(ModelPattern, IReadOnlyList<FailoverTarget>)>();
        foreach (var (model, names) in entries)
        {
            var targets = names
                .Select((name, index) => Target(name, $"{where}:{model}:{index}"))
                .OfType<FailoverTarget>()
                .ToList();
            list.Add((new ModelPattern(model), targets));
        }

        return new FallbackList(list);
    }

    /// <summary>A cluster that lacks its key is no error: its models are left out of the chain, as everywhere.</summary>
    private FailoverTarget? Target(string name, string where)
    {
        var at = name.LastIndexOf('@');
        if (at > 0 && clusters.FirstOrDefault(c => c.ClusterId.Equals(name[(at + 1)..], StringComparison.OrdinalIgnoreCase)) is { } cluster)
        {
            var model = name[..at];
            return cluster.IsUsable ? new(cluster, cluster.Aliases.GetValueOrDefault(model, model), model) : null;
        }

        var pick = router.Pick(name);
        if (pick.Cluster is { } picked)
        {
            return new(picked, pick.UpstreamModel ?? name, pick.Pattern);
        }

        if (pick.Reason != ModelPickReason.MissingKey)
        {
            errors.Add(new(where, $"is {SafeValue.Show(name)}, a model that no cluster of this route serves", "name a model of these clusters, or write 'model@cluster'"));
        }

        return null;
    }
}
