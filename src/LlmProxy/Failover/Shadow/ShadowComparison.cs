namespace LlmProxy.Failover.Shadow;

/// <summary>A request's answer beside that of its copy.</summary>
public sealed record ShadowComparison
{
    /// <summary>The gateway's id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>When both had ended.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The route.</summary>
    public required string Route { get; init; }

    /// <summary>The endpoint, as in metrics.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model that the caller asked for.</summary>
    public string? Model { get; init; }

    /// <summary>Whether a stream was asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>The variant of an experiment that the copy is of, as <c>experiment=variant</c>; <c>null</c>: it is the route's.</summary>
    public string? Variant { get; init; }

    /// <summary>What the client got.</summary>
    public required ShadowSide Request { get; init; }

    /// <summary>What the copy brought.</summary>
    public required ShadowSide Shadow { get; init; }
}
