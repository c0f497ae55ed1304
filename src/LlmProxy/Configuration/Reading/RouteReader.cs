using System.Collections.Frozen;
using LlmProxy.Configuration.Binding;
using LlmProxy.Configuration.Routing;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Prompts.Catalogue.Files;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads one route's <c>Llm</c> block.</summary>
/// <param name="clusters">All clusters with such a block, in the order of the configuration.</param>
/// <param name="proxy">What all routes share.</param>
/// <param name="prompts">The prompts that a route may name.</param>
internal sealed class RouteReader(IReadOnlyList<ClusterReading> clusters, ProxyReading proxy, PromptNames prompts)
{
    /// <summary>Reads <paramref name="section"/>, the block of the route <paramref name="route"/>.</summary>
    public RouteReading Read(IConfigurationSection route, IConfigurationSection section)
    {
        var errors = new List<ConfigurationError>();
        var options = new StrictBinder(errors).Bind<LlmRouteOptions>(section);
        var limits = proxy.Model.Limits;
        if (options.MaxRequestBodyBytes > limits.MaxBufferedBytes)
        {
            errors.Add(new(
                $"{section.Path}:{nameof(options.MaxRequestBodyBytes)}",
                $"is {options.MaxRequestBodyBytes}, more than the whole process may hold",
                $"it must be at most {LlmProxyOptions.Section}:Limits:{nameof(limits.MaxBufferedBytes)}, {limits.MaxBufferedBytes}"));
        }

        FailoverRules.Check(options, section.Path, errors);
        var guards = proxy.Model.Guardrails.Of(options.Guardrails, $"{section.Path}:{nameof(options.Guardrails)}", errors);
        CoverageRules.Check(guards, route["Match:Path"], $"{section.Path}:{nameof(options.Guardrails)}", errors);
        if (options.Prompt is { } prompt)
            prompts.Check(prompt, $"{section.Path}:{nameof(options.Prompt)}", errors);
        var own = Own(route, errors);
        var allowed = Allowed(options, section, own, errors);

        // Whatever a route's model holds is in its stamp: the clusters too, since a change of theirs makes a new router.
        var stamp = new ConfigStamp().Add(section).Add(proxy.Stamp);
        foreach (var cluster in clusters)
        {
            stamp.Add(cluster.ClusterId).Add(cluster.Stamp);
        }

        var broken = errors.Count > 0 || own?.Model is null || allowed.Any(cluster => cluster.Model is null);
        if (broken)
        {
            return new(route.Key, null, stamp.Compute(), errors);
        }

        var models = allowed.ConvertAll(cluster => cluster.Model!);
        var router = new ModelRouter(own!.Model!, models);
        var targets = new FailoverTargets(router, own.Model!, models, [.. clusters.Select(cluster => cluster.ClusterId)], errors);
        var model = new LlmRouteModel
        {
            RouteId = route.Key,
            MatchPath = route["Match:Path"],
            ClusterId = own.ClusterId,
            Clusters = models,
            Router = router,
            Pick = options.Pick,
            MaxRequestBodyBytes = options.MaxRequestBodyBytes ?? limits.MaxRequestBodyBytes,
            Failover = new FailoverReader(options, section.Path, targets, router, errors).Read(),
            Guards = guards,
            Limits = options.Limits,
            Prompt = options.Prompt,
            PromptVariables = options.PromptVariables.ToFrozenDictionary(StringComparer.Ordinal),
            Proxy = proxy.Model,
        };
        return new(route.Key, errors.Count > 0 ? null : model, stamp.Compute(), errors);
    }

    private ClusterReading? Own(IConfigurationSection route, List<ConfigurationError> errors)
    {
        var path = ConfigurationPath.Combine(route.Path, "ClusterId");
        if (route["ClusterId"] is not { Length: > 0 } name)
        {
            errors.Add(new(path, "is missing", "name the cluster that takes what no other cluster claims"));
            return null;
        }

        return Find(path, name, errors);
    }

    private List<ClusterReading> Allowed(
        LlmRouteOptions options, IConfigurationSection section, ClusterReading? own, List<ConfigurationError> errors)
    {
        if (options.Clusters.Count == 0)
        {
            return [.. clusters];
        }

        var named = new HashSet<ClusterReading?> { own };
        foreach (var (index, name) in options.Clusters.Index())
        {
            named.Add(Find($"{section.Path}:{nameof(options.Clusters)}:{index}", name, errors));
        }

        return [.. clusters.Where(named.Contains)];
    }

    private ClusterReading? Find(string path, string name, List<ConfigurationError> errors)
    {
        var found = clusters.FirstOrDefault(cluster => cluster.ClusterId.Equals(name, StringComparison.OrdinalIgnoreCase));
        if (found is null)
        {
            errors.Add(new(
                path,
                $"is {SafeValue.Show(name)}, not a cluster with an {SectionNames.Llm} block",
                NameSuggestion.For(name, clusters.Select(cluster => cluster.ClusterId))));
        }

        return found;
    }
}
