using LlmProxy.Configuration.Routing;
using LlmProxy.Endpoints;
using LlmProxy.Failover.Planning;

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
    public bool AllowsModel(string model)
    {
        for (var i = 0; i < Models.Count; i++)
        {
            if (Models[i].Matches(model))
                return true;
        }

        return Models.Count == 0;
    }

    /// <summary>Whether a place may be tried instead of the one that was asked for; its model's name is the alias, where the configuration has one.</summary>
    public bool AllowsTarget(FailoverTarget target)
    {
        if (Models.Count == 0 || target.Model is not { } model)
            return true;
        return AllowsModel(target.Pattern is { } pattern && target.Cluster.Aliases.ContainsKey(pattern) ? pattern : model);
    }

    /// <summary>Whether a route may be used.</summary>
    public bool AllowsRoute(string routeId)
    {
        for (var i = 0; i < Routes.Count; i++)
        {
            if (Routes[i].Equals(routeId, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return Routes.Count == 0;
    }

    /// <summary>Whether an endpoint may be used.</summary>
    public bool AllowsEndpoint(LlmEndpoint endpoint) => Endpoints.Count == 0 || Lists(endpoint);

    /// <summary>Whether an endpoint is named, and not only not excluded.</summary>
    public bool Lists(LlmEndpoint endpoint)
    {
        // To shorten a conversation is a part of having it.
        var asked = endpoint == LlmEndpoint.ResponseCompaction ? LlmEndpoint.Responses : endpoint;
        for (var i = 0; i < Endpoints.Count; i++)
        {
            if (Endpoints[i] == endpoint || Endpoints[i] == asked)
                return true;
        }

        return false;
    }
}
