using LlmProxy.Configuration.Secrets;
using LlmProxy.Guardrails;
using LlmProxy.Guardrails.External;
using LlmProxy.Prompts.Catalogue.Files;
using LlmProxy.Prompts.Experiments.Settings;
using LlmProxy.Prompts.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Reading;

/// <summary>Reads everything about LLM traffic from a configuration.</summary>
internal static class LlmConfigReader
{
    /// <summary>Reads <paramref name="root"/> as it is now, and the secrets that it names.</summary>
    /// <param name="root">The whole configuration.</param>
    /// <param name="secrets">Reads secrets.</param>
    /// <param name="guards">Who makes guards; <c>null</c>: the gateway's own factories alone.</param>
    /// <param name="folder">Where the files are that the configuration names; <c>null</c>: the process's own folder.</param>
    public static LlmConfigReading Read(IConfiguration root, SecretResolver secrets, GuardFactories? guards = null, string? folder = null)
    {
        folder ??= Environment.CurrentDirectory;
        var proxy = ProxyReader.Read(root.GetSection(LlmProxyOptions.Section), secrets, guards ?? GuardFactories.BuiltIn, folder,
            path => [.. LlmSections.InOrder(root, path).Select(section => section.Key)]);
        var prompts = PromptRules.Names(proxy.Model.Prompts, folder);
        var clusters = LlmSections.InOrder(root, SectionNames.Clusters)
            .Select(cluster => (Cluster: cluster, Llm: LlmSections.LlmOf(cluster)))
            .Where(pair => pair.Llm is not null)
            .Select(pair => ClusterReader.Read(pair.Cluster, pair.Llm!, secrets))
            .ToList();
        var sections = LlmSections.InOrder(root, SectionNames.Routes).ToList();
        var reader = new RouteReader(clusters, proxy, prompts);
        var routes = sections
            .Select(route => (Route: route, Llm: LlmSections.LlmOf(route)))
            .Where(pair => pair.Llm is not null)
            .Select(pair => reader.Read(pair.Route, pair.Llm!))
            .ToList();
        var names = sections.Select(route => route.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return new(clusters, routes, names, proxy with
        {
            Errors = [.. proxy.Errors, .. GuardErrors(proxy, clusters), .. PromptErrors(proxy, prompts), .. ExperimentErrors(proxy, names, routes, prompts)],
        });
    }

    private static List<ConfigurationError> PromptErrors(ProxyReading proxy, PromptNames prompts)
    {
        var errors = new List<ConfigurationError>();
        PromptRules.Check(proxy.Model.Prompts, prompts, errors);
        return errors;
    }

    private static List<ConfigurationError> ExperimentErrors(ProxyReading proxy, HashSet<string> names, List<RouteReading> routes, PromptNames prompts)
    {
        var errors = new List<ConfigurationError>();
        ExperimentReferences.Check(
            proxy.Model.Experiments, names, [.. routes.Select(route => route.Model).OfType<LlmRouteModel>()], prompts,
            $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Experiments)}", errors);
        return errors;
    }

    private static List<ConfigurationError> GuardErrors(ProxyReading proxy, List<ClusterReading> clusters)
    {
        var errors = new List<ConfigurationError>();
        ClusterGuardRules.Check(
            proxy.Model.Guardrails, $"{LlmProxyOptions.Section}:{nameof(LlmProxyOptions.Guardrails)}",
            [.. clusters.Select(cluster => cluster.ClusterId)], [.. clusters.Select(cluster => cluster.Model).OfType<LlmClusterModel>()], errors);
        return errors;
    }
}
