using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>Checks that nothing passes a guard that is required.</summary>
internal static class CoverageRules
{
    /// <summary>Notes each required guard of a route that something can pass unseen. A provider's error, which is no model's word, stops nobody's start.</summary>
    /// <param name="guards">The route's guards.</param>
    /// <param name="matchPath">The route's path pattern.</param>
    /// <param name="path">Where the route's guards stand in the configuration.</param>
    /// <param name="errors">Takes what is wrong.</param>
    public static void Check(RouteGuards guards, string? matchPath, string path, ICollection<ConfigurationError> errors)
    {
        foreach (var group in GuardCoverage.Of(guards, matchPath).Where(row => row.Guard.IsRequired && !row.IsSafe && row.Place.Transport != CoveragePlaces.Error).GroupBy(row => (row.Guard.Name, row.Place.Direction)))
        {
            var gaps = group.Select(row => $"{row.Place.Example} ({row.Place.Transport}: {row.Gap})").Distinct();
            errors.Add(new(
                $"{path}:{(group.Key.Direction == GuardDirection.Input ? "Input" : "Output")}",
                $"has the required guard '{group.Key.Name}', which cannot see {string.Join(", ", gaps)}",
                "set 'Unguarded' to 'Refuse', or narrow the route's Match:Path"));
        }
    }
}
