using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>The table of what guards see, in lines for a person: what stands where, and what passes unseen.</summary>
public static class CoverageLines
{
    /// <summary>Two or three lines for each route with guards.</summary>
    public static IReadOnlyList<string> Of(LlmConfigModel configuration)
    {
        var lines = new List<string>();
        foreach (var route in configuration.Routes.Where(route => !route.Guards.IsEmpty))
        {
            var rows = GuardCoverage.Of(route.Guards, route.MatchPath);
            lines.Add($"{route.RouteId}: requests {Names(route.Guards.Input)}; answers {Names(route.Guards.Output)}");
            Add(lines, "  enforced", rows.Where(row => row.IsEnforced));
            Add(lines, "  refused", rows.Where(row => !row.IsEnforced && row.IsRefused));
            Add(lines, "  NOT enforced", rows.Where(row => !row.IsSafe));
        }

        return lines;
    }

    private static string Names(IReadOnlyList<Guard> guards) => guards.Count == 0 ? "none" : string.Join(", ", guards.Select(guard => guard.Name));

    private static void Add(List<string> lines, string title, IEnumerable<CoverageRow> rows)
    {
        var places = rows
            .GroupBy(row => row.Place.Endpoint)
            .Select(endpoint => $"{endpoint.Key.Label()} ({string.Join(", ", endpoint.Select(row => $"{(row.Place.Direction == GuardDirection.Input ? "in" : "out")}:{row.Place.Transport}").Distinct())})")
            .ToList();
        if (places.Count > 0)
            lines.Add($"{title} {string.Join(", ", places)}");
    }
}
