using LlmProxy.Configuration.Routing;
using LlmProxy.Endpoints;

namespace LlmProxy.Tenancy;

/// <summary>What a virtual key may be used for; an empty list allows everything of its kind. Immutable.</summary>
public sealed record KeyScopes
{
    /// <summary>Everything.</summary>
    public static KeyScopes All { get; } = new();

    /// <summary>Models, by the caller's name or pattern.</summary>
    public IReadOnlyList<ModelPattern> Models { get; init; } = [];

    /// <summary>Ids of routes.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>Endpoints.</summary>
    public IReadOnlyList<LlmEndpoint> Endpoints { get; init; } = [];

    /// <summary>Whether a model may be used, by the name that the caller or a fallback chain gives it.</summary>
    public bool AllowsModel(string model) => Models.Count == 0 || Models.Any(pattern => pattern.Matches(model));

    /// <summary>Whether a route may be used.</summary>
    public bool AllowsRoute(string routeId) => Routes.Count == 0 || Routes.Contains(routeId, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an endpoint may be used.</summary>
    public bool AllowsEndpoint(LlmEndpoint endpoint) => Endpoints.Count == 0 || Endpoints.Contains(endpoint);
}
