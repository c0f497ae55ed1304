using System.Text.Json.Serialization;
using LlmProxy.Core.Protocols;

namespace LlmProxy.Metering.Deferred;

/// <summary>Work that a provider does behind a request, with all that its charge needs. Immutable.</summary>
internal sealed record DeferredJob
{
    /// <summary>The gateway's id of the request that handed it in.</summary>
    public required string RequestId { get; init; }

    /// <summary>When that request came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The cluster that does it.</summary>
    public required string Cluster { get; init; }

    /// <summary>The destination that does it, whose price it has; <c>null</c>: not known.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether it is done, and priced, as a batch.</summary>
    public bool IsBatch { get; init; }

    /// <summary>How the request asked to be served.</summary>
    public ServiceTier ServiceTier { get; init; }

    /// <summary>The request's route.</summary>
    public required string Route { get; init; }

    /// <summary>The request's endpoint, by its label.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The provider, as OpenTelemetry names it.</summary>
    public string? Provider { get; init; }

    /// <summary>The model in the caller's words.</summary>
    public string? ModelAsked { get; init; }

    /// <summary>The model that the provider was asked for; <c>null</c>: the request named none, as that of a batch.</summary>
    public string? Model { get; init; }

    /// <summary>The configured name or pattern that <see cref="ModelAsked"/> matched.</summary>
    public string? ModelPattern { get; init; }

    /// <summary>Whose it is; <c>null</c>: no tenant's.</summary>
    public string? Tenant { get; init; }

    /// <summary>The end user that it is for.</summary>
    public string? User { get; init; }

    /// <summary>The id of the virtual key that handed it in.</summary>
    public string? KeyId { get; init; }

    /// <summary>The caller's own id of the request.</summary>
    public string? CallerRequestId { get; init; }

    /// <summary>Labels of the key and the request.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Which process has put it into the store last; <c>null</c>: it is in memory, or older than this field.</summary>
    public string? Process { get; init; }

    /// <summary>What budgets were charged when it was handed in, since its cost was not known. US dollars.</summary>
    public decimal Held { get; init; }

    /// <summary>The same while the request that handed it in may not be booked yet; <c>null</c>: it was, by another process.</summary>
    [JsonIgnore]
    public HeldCharge? HeldSoFar { get; init; }

    /// <summary>Whether budgets have been charged its cost; then only its record may still be missing, after a crash.</summary>
    public bool IsCharged { get; init; }
}
