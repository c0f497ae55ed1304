using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Planning;
using LlmProxy.Failover.Settings;

namespace LlmProxy.Configuration.Reading;

/// <summary>Resolves what a route says about failing providers.</summary>
/// <param name="options">The route's block.</param>
/// <param name="path">Where it stands.</param>
/// <param name="targets">Finds the places that names stand for.</param>
/// <param name="router">The route's router.</param>
/// <param name="errors">Takes what is wrong.</param>
internal sealed class FailoverReader(
    LlmRouteOptions options, string path, FailoverTargets targets, ModelRouter router, ICollection<ConfigurationError> errors)
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
                ? targets.Find(target, $"{path}:{nameof(options.Shadow)}:{nameof(options.Shadow.Target)}")
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
        foreach (var (model, names) in entries.OrderBy(entry => entry.Key, StringComparer.Ordinal))
        {
            if (model.Trim() != model)
            {
                errors.Add(new($"{where}:{model}", "has a space at its edge", "remove the space"));
            }

            list.Add((new ModelPattern(model), Targets(model, names, $"{where}:{model}")));
        }

        return new FallbackList(list);
    }

    private List<FailoverTarget> Targets(string model, IList<string> names, string where)
    {
        var found = new List<FailoverTarget>();
        foreach (var (index, name) in names.Index())
        {
            var here = $"{where}:{index}";
            if (name == model)
            {
                errors.Add(new(here, "is the model itself", $"remove it, or name another cluster for it, as '{name}@cluster'"));
            }
            else if (names.IndexOf(name) < index)
            {
                errors.Add(new(here, $"lists {SafeValue.Show(name)} again", "remove one of the two"));
            }
            else if (targets.Find(name, here) is { } target)
            {
                found.Add(target);
            }
        }

        return found;
    }
}
