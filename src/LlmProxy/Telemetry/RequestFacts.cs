using LlmProxy.Core.Protocols;

namespace LlmProxy.Telemetry;

/// <summary>All that is told about one finished request; metrics, span and log line each take their part.</summary>
/// <remarks>What is not known is <c>null</c>: a request that was refused early has no cluster, a failed one no usage.</remarks>
internal readonly struct RequestFacts
{
    /// <summary>The gateway's own id of the request.</summary>
    public required string RequestId { get; init; }

    /// <summary>The caller's <c>x-request-id</c>. Log only.</summary>
    public string? CallerRequestId { get; init; }

    /// <summary>The HTTP method.</summary>
    public required string Method { get; init; }

    /// <summary>The path of the endpoint with placeholders for ids, from a closed set; <see cref="TagNames.Other"/> for the rest.</summary>
    public required string Endpoint { get; init; }

    /// <summary>What is asked of the model; see <see cref="Endpoints.LlmEndpointExtensions.Operation"/>.</summary>
    public required string Operation { get; init; }

    /// <summary>The route's id.</summary>
    public string? Route { get; init; }

    /// <summary>The cluster whose answer was delivered, or which failed last.</summary>
    public string? Cluster { get; init; }

    /// <summary>The provider of <see cref="Cluster"/>, as <see cref="GenAiProviders"/> names it.</summary>
    public string? Provider { get; init; }

    /// <summary>The model in the caller's words. Never a metric label.</summary>
    public string? Model { get; init; }

    /// <summary>The configured name or pattern that <see cref="Model"/> matched; <c>null</c> where none did.</summary>
    public string? ModelPattern { get; init; }

    /// <summary>The version of a prompt that it was put under, <c>name@version</c>; <c>null</c>: none.</summary>
    public string? Prompt { get; init; }

    /// <summary>The variants of experiments that it was in, as <c>name=variant</c>, separated by commas; <c>null</c>: none.</summary>
    public string? Experiments { get; init; }

    /// <summary>The name that was sent to the provider.</summary>
    public string? UpstreamModel { get; init; }

    /// <summary>The model that says it answered.</summary>
    public string? ResponseModel { get; init; }

    /// <summary>The provider's id of the answer.</summary>
    public string? ResponseId { get; init; }

    /// <summary>Why the first choice ended.</summary>
    public FinishReason FinishReason { get; init; }

    /// <summary>Whether a stream was asked for.</summary>
    public bool Stream { get; init; }

    /// <summary>The status that was sent; 0 when none was.</summary>
    public int Status { get; init; }

    /// <summary>How it ended.</summary>
    public RequestOutcome Outcome { get; init; }

    /// <summary>What went wrong, from a closed set: the gateway's error code, or the provider's status as text.</summary>
    public string? ErrorType { get; init; }

    /// <summary>From the arrival of the request to its end.</summary>
    public TimeSpan Duration { get; init; }

    /// <summary>Of <see cref="Duration"/>, what was spent waiting for providers; <c>null</c> where nothing was sent to one.</summary>
    public TimeSpan? ProviderWait { get; init; }

    /// <summary>How long the request waited for room in its limits, which is nobody's work.</summary>
    public TimeSpan Queued { get; init; }

    /// <summary>From the arrival of the request to the first byte of the answer's body.</summary>
    public TimeSpan? FirstByte { get; init; }

    /// <summary>From sending the delivered attempt to its first token; streams only.</summary>
    public TimeSpan? FirstToken { get; init; }

    /// <summary>What the call used.</summary>
    public TokenUsage Usage { get; init; }

    /// <summary>US dollars for all attempts together; <c>null</c>: not known.</summary>
    public decimal? Cost { get; init; }

    /// <summary>Whether <see cref="Cost"/> rests on a count of the gateway's own.</summary>
    public bool IsEstimated { get; init; }

    /// <summary>How many attempts were made.</summary>
    public int Attempts { get; init; }
}
