using LlmProxy.Configuration;

namespace LlmProxy.Failover.Planning;

/// <summary>One place that a request can be tried at.</summary>
/// <param name="Cluster">The cluster.</param>
/// <param name="Model">The provider's name of the model there; <c>null</c> where the request names none.</param>
/// <param name="Pattern">The configured name or pattern that the model matched; <c>null</c> where none did.</param>
public sealed record FailoverTarget(LlmClusterModel Cluster, string? Model, string? Pattern = null)
{
    /// <summary>Whether both mean the same place.</summary>
    public bool IsSamePlace(FailoverTarget other) =>
        ReferenceEquals(Cluster, other.Cluster) && string.Equals(Model, other.Model, StringComparison.Ordinal);
}
