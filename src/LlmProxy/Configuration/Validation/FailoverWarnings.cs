using LlmProxy.Configuration.Reading;
using LlmProxy.Failover.Settings;
using Microsoft.Extensions.Configuration;

namespace LlmProxy.Configuration.Validation;

/// <summary>Finds what a route says about failover and what can have no effect.</summary>
internal static class FailoverWarnings
{
    /// <summary>Notes it for every sound route.</summary>
    public static void Check(IConfiguration root, LlmConfigReading reading, ICollection<ConfigurationError> warnings)
    {
        foreach (var section in root.GetSection(SectionNames.Routes).GetChildren())
        {
            if (reading.Route(section.Key)?.Model is { } route && LlmSections.LlmOf(section) is { } llm)
            {
                var options = new Binding.StrictBinder([]).Bind<LlmRouteOptions>(llm);
                CheckModels(route, options, llm.Path, warnings);
                CheckHedge(root, route, options, llm.Path, warnings);
                CheckShadow(llm, options, warnings);
                CheckTurns(route, options, llm.Path, warnings);
            }
        }
    }

    /// <summary>A mistyped name would leave its model without the fallbacks that are meant for it.</summary>
    private static void CheckModels(LlmRouteModel route, LlmRouteOptions options, string path, ICollection<ConfigurationError> warnings)
    {
        var own = route.Clusters.First(cluster => cluster.ClusterId == route.ClusterId);
        if (own.Models.Count + own.Aliases.Count == 0)
        {
            return;
        }

        var listed = new ListedModels(route.Clusters);
        var on = $"{path}:{nameof(options.FallbacksOn)}";
        Check(options.Fallbacks, $"{path}:{nameof(options.Fallbacks)}");
        Check(options.FallbacksOn.ContextLength, $"{on}:{nameof(options.FallbacksOn.ContextLength)}");
        Check(options.FallbacksOn.ContentFilter, $"{on}:{nameof(options.FallbacksOn.ContentFilter)}");
        Check(options.FallbacksOn.RateLimit, $"{on}:{nameof(options.FallbacksOn.RateLimit)}");

        void Check(IDictionary<string, IList<string>> lists, string where)
        {
            foreach (var model in lists.Keys.Where(name => !name.Contains('*') && !listed.Contains(name)))
            {
                warnings.Add(new($"{where}:{model}", "is for a model that no cluster of this route lists", "check the name, or list it in a cluster's Models"));
            }
        }
    }

    private static void CheckHedge(IConfiguration root, LlmRouteModel route, LlmRouteOptions options, string path, ICollection<ConfigurationError> warnings)
    {
        var hasFallback = options.Fallbacks.Values.Any(list => list.Count > 0);
        if (options.Hedge.Enabled && !hasFallback && !SharesModels(route) && route.Clusters.All(cluster => Destinations(root, cluster.ClusterId) < 2))
        {
            warnings.Add(new(
                $"{path}:{nameof(options.Hedge)}",
                "is enabled, but there is nowhere to send a second attempt",
                $"give a cluster two destinations, let two clusters list a model, or add {nameof(options.Fallbacks)}"));
        }
    }

    private static bool SharesModels(LlmRouteModel route) =>
        route.Failover.Retry.OtherClusters
        && route.Clusters.SelectMany(cluster => cluster.Models.Select(pattern => pattern.Text).Concat(cluster.Aliases.Keys).Select(name => (name, cluster)))
            .Any(one => one.name != "*" && route.Clusters.Any(other => other != one.cluster
                && (other.Aliases.ContainsKey(one.name) || other.Models.Any(pattern => pattern.LiteralLength > 0 && pattern.Matches(one.name)))));

    private static int Destinations(IConfiguration root, string clusterId) =>
        root.GetSection($"{SectionNames.Clusters}:{clusterId}:Destinations").GetChildren().Count();

    private static void CheckShadow(IConfigurationSection llm, LlmRouteOptions options, ICollection<ConfigurationError> warnings)
    {
        var section = llm.GetSection(nameof(options.Shadow));
        if (options.Shadow.Target is null && section.GetChildren().Any())
        {
            warnings.Add(new(section.Path, $"has no {nameof(options.Shadow.Target)}, so nothing is copied", "name a model, or remove it"));
        }
    }

    /// <remarks>Not an error: a deadline is kept whatever happens, and whoever sets one may know that providers seldom take their whole time.</remarks>
    private static void CheckTurns(LlmRouteModel route, LlmRouteOptions options, string path, ICollection<ConfigurationError> warnings)
    {
        var turns = Math.Min(1 + options.Fallbacks.Values.Select(list => list.Count).DefaultIfEmpty().Max(), options.Retry.MaxTotal);
        if (turns < 2)
        {
            return;
        }

        foreach (var cluster in route.Clusters)
        {
            var limits = AttemptTimeouts.Of(options.Timeouts, cluster.Timeouts, reasons: false);
            var worst = turns * limits.FirstByte;
            if (worst > limits.Total)
            {
                warnings.Add(new(
                    $"{path}:{nameof(options.Timeouts)}",
                    $"leaves {limits.Total} for a request, but {turns} models that keep silent for {limits.FirstByte} (as at the cluster '{cluster.ClusterId}') take {worst}, so the last may not get their turn",
                    $"shorten {nameof(options.Timeouts.FirstByte)}, or lengthen {nameof(options.Timeouts.Total)}"));
                return;
            }
        }
    }
}
