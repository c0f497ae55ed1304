using System.Collections.Frozen;
using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;
using LlmProxy.Guardrails.Settings;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Template;

namespace LlmProxy.Guardrails.Coverage;

/// <summary>What the guards of a route see, and what passes them.</summary>
public static class GuardCoverage
{
    private static readonly RouteValueDictionary NoValues = [];

    private static readonly FrozenSet<LlmEndpoint> UnseenAnswers = CoveragePlaces.All
        .Where(place => place is { Direction: GuardDirection.Output, IsEnforced: false } && place.Transport != "websocket").Select(place => place.Endpoint).ToFrozenSet();

    /// <summary>The rows of one route: each place that its path leads to and that a guard of it concerns.</summary>
    /// <param name="guards">The route's guards.</param>
    /// <param name="path">The route's path pattern; <c>null</c>: any path.</param>
    public static IReadOnlyList<CoverageRow> Of(RouteGuards guards, string? path)
    {
        var rows = new List<CoverageRow>();
        var matcher = path is null ? null : Matcher(path);
        foreach (var place in CoveragePlaces.All)
        {
            if (matcher is not null && !Leads(matcher, place))
                continue;
            foreach (var guard in place.Direction == GuardDirection.Input ? guards.Input : guards.Output)
            {
                var seen = guard.Kinds & place.Content;
                if (seen == TextKind.None)
                    continue;
                var row = new CoverageRow(place, guard, seen, guards.Unguarded == UnguardedMode.Refuse && CoverageRow.LastingGap(place, guard) is null);
                if (place.Transport != CoveragePlaces.Continued || !row.IsEnforced)
                    rows.Add(row);
            }
        }

        return rows;
    }

    /// <summary>Whether the guards of answers see what the endpoint answers, or it answers nothing that a model has said.</summary>
    public static bool SeesAnswer(LlmEndpoint endpoint) => !UnseenAnswers.Contains(endpoint);

    /// <summary>A pattern that cannot be read is refused elsewhere; here it may lead anywhere.</summary>
    private static TemplateMatcher? Matcher(string path)
    {
        try
        {
            return new TemplateMatcher(TemplateParser.Parse(path.TrimStart('/')), NoValues);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool Leads(TemplateMatcher matcher, CoveragePlace place) =>
        Matches(matcher, place.Example)
        // Azure's forms, and routes with a prefix of their own before the version.
        || (!Matches(matcher, "/v1/models") && !CoveragePlaces.All.Any(other => Matches(matcher, other.Example)));

    private static bool Matches(TemplateMatcher matcher, string path) => matcher.TryMatch(path, []);
}
