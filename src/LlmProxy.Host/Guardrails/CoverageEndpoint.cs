using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;
using LlmProxy.Guardrails.Coverage;
using LlmProxy.Host.Tenancy;

namespace LlmProxy.Host.Guardrails;

/// <summary>Answers <c>GET /v1/admin/guardrails</c>: the guards, and what they see on which route.</summary>
internal static class CoverageEndpoint
{
    /// <summary>Writes the table.</summary>
    public static Task InvokeAsync(HttpContext context)
    {
        var current = context.RequestServices.GetRequiredService<LlmConfigState>().Current;
        var routes = current.Routes.Select(route => new
        {
            Route = route.RouteId,
            Input = route.Guards.Input.Select(guard => guard.Name),
            Output = route.Guards.Output.Select(guard => guard.Name),
            Unguarded = route.Guards.Unguarded.ToString().ToLowerInvariant(),
            Coverage = GuardCoverage.Of(route.Guards, route.MatchPath).Select(row => new
            {
                Guardrail = row.Guard.Name,
                Endpoint = row.Place.Endpoint.Label(),
                Direction = row.Place.Direction == GuardDirection.Input ? "input" : "output",
                row.Place.Transport,
                Content = row.Content.ToString().Split(", "),
                Enforced = row.IsEnforced,
                Refused = !row.IsEnforced && row.IsRefused,
                Reason = row.Gap,
            }),
        });
        return AdminJson.WriteAsync(context, new { Object = "guardrails.coverage", Routes = routes });
    }
}
