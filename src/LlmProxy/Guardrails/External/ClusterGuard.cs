using System.Diagnostics.CodeAnalysis;
using System.Net.Http.Headers;
using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Core.Guardrails;
using LlmProxy.Endpoints;

namespace LlmProxy.Guardrails.External;

/// <summary>A guard that asks a cluster of the gateway.</summary>
internal abstract class ClusterGuard : ExternalGuard
{
    /// <summary>Most bytes of an answer: 1 MiB.</summary>
    private const int MaxBytes = 1024 * 1024;

    [SetsRequiredMembers]
    protected ClusterGuard(GuardDefinition definition, TextKind kinds, Lazy<GuardOutside> outside)
        : base(definition, kinds, outside)
    {
        ClusterId = definition.Options.Cluster ?? "";
        Model = definition.Options.Model;
    }

    /// <summary>The cluster that is asked.</summary>
    public string ClusterId { get; }

    /// <summary>The model, by the provider's name; <c>null</c>: the provider's own choice.</summary>
    public string? Model { get; }

    /// <summary>Whether a cluster of this provider can be asked.</summary>
    public abstract bool Fits(LlmClusterModel cluster);

    /// <summary>Posts <paramref name="body"/>, and reads the answer.</summary>
    protected async Task<JsonDocument> PostAsync(
        GuardOutside outside, LlmClusterModel cluster, LlmEndpoint endpoint, string path, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        using var request = outside.Clusters.Create(HttpMethod.Post, cluster, endpoint, path, Model);
        request.Content = new ReadOnlyMemoryContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return JsonDocument.Parse(await outside.Clusters.SendAsync(cluster, request, MaxBytes, cancellation));
    }
}
