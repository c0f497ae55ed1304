using System.Collections.Frozen;
using LlmProxy.Configuration.Routing;
using LlmProxy.Failover.Settings;
using LlmProxy.Guardrails;
using LlmProxy.Limits.Settings;

namespace LlmProxy.Configuration;

/// <summary>One route's <c>Llm</c> block, resolved, with all that its requests need. Immutable.</summary>
public sealed class LlmRouteModel
{
    /// <summary>The route's name.</summary>
    public required string RouteId { get; init; }

    /// <summary>The pattern of paths that lead here; <c>null</c>: any.</summary>
    public string? MatchPath { get; init; }

    /// <summary>The cluster that takes what nobody claims.</summary>
    public required string ClusterId { get; init; }

    /// <summary>The clusters that the route may use, in the order of the configuration, usable or not, its own among them.</summary>
    public required IReadOnlyList<LlmClusterModel> Clusters { get; init; }

    /// <summary>Finds the cluster for a model.</summary>
    public required ModelRouter Router { get; init; }

    /// <summary>Which of several clusters gets a request that list its model equally precisely.</summary>
    public ClusterPick Pick { get; init; }

    /// <summary>Most bytes of one request body here, encoded and decoded.</summary>
    public required long MaxRequestBodyBytes { get; init; }

    /// <summary>What happens when providers fail.</summary>
    public FailoverModel Failover { get; init; } = new();

    /// <summary>What requests and answers are judged by.</summary>
    public RouteGuards Guards { get; init; } = RouteGuards.None;

    /// <summary>The prompt that every request is put under, as <c>name</c> or <c>name@version</c>; <c>null</c>: none.</summary>
    public string? Prompt { get; init; }

    /// <summary>Variables of <see cref="Prompt"/> that the route gives.</summary>
    public IReadOnlyDictionary<string, string> PromptVariables { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>What may be used here, by one request and in a time.</summary>
    public RouteLimitOptions Limits { get; init; } = new();

    /// <summary>What all routes share.</summary>
    public required LlmProxyModel Proxy { get; init; }
}
