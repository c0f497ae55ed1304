using System.Diagnostics;
using LlmProxy.Configuration;
using LlmProxy.Core.Requests;
using LlmProxy.Exchange.Bodies;
using LlmProxy.Providers;

namespace LlmProxy.Exchange;

/// <summary>One try of a request at one cluster.</summary>
public sealed class LlmAttempt
{
    internal LlmAttempt(LlmExchange exchange, LlmClusterModel cluster, IProviderAdapter adapter, string? upstreamModel)
    {
        Exchange = exchange;
        Cluster = cluster;
        Adapter = adapter;
        UpstreamModel = upstreamModel;
        Path = exchange.Path.Rest;
    }

    /// <summary>The request that is tried.</summary>
    public LlmExchange Exchange { get; }

    /// <summary>The cluster's settings.</summary>
    public LlmClusterModel Cluster { get; }

    /// <summary>Who speaks the provider's protocol.</summary>
    public IProviderAdapter Adapter { get; }

    /// <summary>The name of the model that the provider is sent; <c>null</c> where the request names none.</summary>
    public string? UpstreamModel { get; }

    /// <summary>The path behind the version (<c>/chat/completions</c>), as the provider wants it.</summary>
    public string Path { get; set; }

    /// <summary>What stands before <see cref="Path"/> at a destination whose address has no path of its own.</summary>
    public string PathRoot { get; set; } = "/v1";

    /// <summary>The query string, with its question mark, or empty.</summary>
    public string Query { get; set; } = "";

    /// <summary>Changes to the caller's body; every attempt makes its own.</summary>
    public BodyPatch Patch { get; } = new();

    /// <summary>The fields that this provider's protocol cannot carry.</summary>
    public IReadOnlyList<string> Dropped { get; set; } = [];

    /// <summary>Whether the usage at the end of the stream was asked for by the gateway alone, and must be kept from the caller.</summary>
    public bool HidesUsage { get; set; }

    /// <summary>Whether the caller speaks of <c>functions</c>, the old form of tools, and must be answered in it.</summary>
    internal bool UsesFunctions { get; set; }

    /// <summary>The body to send; <c>null</c> to stream the caller's own through.</summary>
    internal PooledBody? Body { get; set; }

    /// <summary>The content type of <see cref="Body"/>; <c>null</c> for the caller's own.</summary>
    internal string? BodyContentType { get; set; }

    /// <summary>Whether the caller's accepted encodings go upstream, since nobody here reads the answer.</summary>
    internal bool PassesEncoding { get; set; }

    /// <summary>The clock's reading when the request was sent; 0 before.</summary>
    internal long SentAt { get; set; }

    /// <summary>The clock's reading when the provider's headers came; 0 before.</summary>
    internal long HeadersAt { get; set; }

    /// <summary>The provider's status; <c>null</c> while there is no answer.</summary>
    internal int? Status { get; set; }

    /// <summary>The host that YARP chose; <c>null</c> before it has.</summary>
    internal string? DestinationHost { get; set; }

    /// <summary>The span of the attempt.</summary>
    internal Activity? Span { get; set; }
}
