using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Providers;
using Microsoft.Extensions.Logging;

namespace LlmProxy.Models;

/// <summary>Asks a cluster's provider which models it has.</summary>
internal sealed partial class ModelLister(ClusterCalls calls, ILogger<ModelLister> logger)
{
    /// <summary>Most bytes of a list; the longest one known (OpenRouter's) has about one million.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The provider's models, or <c>null</c> if it does not answer, or not with a list.</summary>
    public async Task<IReadOnlyList<ListedModel>?> ListAsync(LlmClusterModel cluster, CancellationToken cancellationToken)
    {
        if (cluster.Credential == CredentialSource.Caller || !calls.HasDestination(cluster))
            return null;
        try
        {
            using var request = calls.Create(HttpMethod.Get, cluster, LlmEndpoint.Models, "/models");
            var body = await calls.SendAsync(cluster, request, MaxBytes, cancellationToken);
            return ModelListReader.Read(body, cluster.ClusterId);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException or InvalidOperationException)
        {
            // An invalid operation is a name that is valid JSON and yet no text: half of a surrogate pair.
            if (!cancellationToken.IsCancellationRequested || e is not OperationCanceledException)
                Log.NotListed(logger, cluster.ClusterId, e.Message);
            return null;
        }
    }

    // Event ids 120 to 129. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(120, LogLevel.Warning, "Cluster '{Cluster}' did not list its models: {Reason}", EventName = "ModelsNotListed")]
        public static partial void NotListed(ILogger logger, string cluster, string reason);
    }
}
