using LlmProxy.Core.Protocols;

namespace LlmProxy.Metering.Ledger;

/// <summary>The books' one line about one request. Immutable, and written once.</summary>
public sealed record LedgerRecord
{
    /// <summary>The gateway's own id of the request, a ULID: the key of the record, by which a second writing is none.</summary>
    public required string Id { get; init; }

    /// <summary>Whose request it is; a shadow is the operator's own.</summary>
    public LedgerKind Kind { get; init; }

    /// <summary>When the request came.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The tenant; <c>null</c> where there is none.</summary>
    public string? Tenant { get; init; }

    /// <summary>The end user, by key, header or body; <c>null</c> where nobody said.</summary>
    public string? User { get; init; }

    /// <summary>The id of the virtual key; <c>null</c> where none was needed.</summary>
    public string? KeyId { get; init; }

    /// <summary>The caller's own <c>x-request-id</c>, which need not be unique.</summary>
    public string? CallerRequestId { get; init; }

    /// <summary>The route's id.</summary>
    public required string Route { get; init; }

    /// <summary>The endpoint's label, from a closed set.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The model in the caller's words.</summary>
    public string? ModelAsked { get; init; }

    /// <summary>The model that the provider was asked for, of the delivered attempt or the last.</summary>
    public string? ModelUsed { get; init; }

    /// <summary>The provider, as OpenTelemetry names it.</summary>
    public string? Provider { get; init; }

    /// <summary>The cluster.</summary>
    public string? Cluster { get; init; }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; init; }

    /// <summary>What the delivered attempt used.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>Whether <see cref="Usage"/>, or a part of it, is the gateway's own count.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>US dollars for all attempts together, not rounded; <c>null</c>: not known, which is not free.</summary>
    public decimal? Cost { get; init; }

    /// <summary>US dollars that a cached answer saved; <c>null</c> where it was none.</summary>
    public decimal? Saved { get; init; }

    /// <summary>What each attempt that may have cost money used and cost.</summary>
    public IReadOnlyList<Charge> Charges { get; init; } = [];

    /// <summary>How it ended, as <see cref="Telemetry.RequestOutcomeExtensions"/> writes it.</summary>
    public required string Outcome { get; init; }

    /// <summary>The status that was sent; 0 when none was.</summary>
    public int Status { get; init; }

    /// <summary>What went wrong, from a closed set; <c>null</c>: nothing.</summary>
    public string? Error { get; init; }

    /// <summary>Whether a stream was asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>From the arrival of the request to its end, or to the end of its answer.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>From sending the delivered attempt to its first token; streams only.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>What the cache did (<c>hit</c>, <c>miss</c> …); <c>null</c> where there is none.</summary>
    public string? Cache { get; init; }

    /// <summary>What the guardrails said; <c>null</c> where there are none.</summary>
    public string? Guardrails { get; init; }

    /// <summary>The prompt as <c>name@version</c>; <c>null</c> where there is none.</summary>
    public string? Prompt { get; init; }

    /// <summary>Labels of the key and the request, to sum up by.</summary>
    public IReadOnlyList<string> Tags { get; init; } = [];
}
