using System.Text.Json;
using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Providers;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy;

namespace LlmProxy.Models;

/// <summary>Asks a cluster's provider which models it has.</summary>
internal sealed partial class ModelLister(IProxyStateLookup lookup, ProviderAdapters adapters, ILogger<ModelLister> logger)
{
    /// <summary>Most bytes of a list; the longest one known (OpenRouter's) has about one million.</summary>
    private const int MaxBytes = 16 * 1024 * 1024;

    /// <summary>The provider's models, or <c>null</c> if it does not answer, or not with a list.</summary>
    public async Task<IReadOnlyList<ListedModel>?> ListAsync(LlmClusterModel cluster, CancellationToken cancellationToken)
    {
        if (Address(cluster) is not { } address || !lookup.TryGetCluster(cluster.ClusterId, out var state))
            return null;
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            var headers = new UpstreamHeaders(request.Headers);
            foreach (var (name, value) in cluster.Headers)
                headers.Set(name, value.Reveal());
            adapters.Get(cluster.Provider).Authorize(LlmEndpoint.Models, cluster.ApiKey?.Reveal(), headers);
            using var response = await state.Model.HttpClient.SendAsync(request, cancellationToken);
            if (!response.IsSuccessStatusCode)
                throw new HttpRequestException($"Status {(int)response.StatusCode}.");
            return ModelListReader.Read(await ReadAsync(response.Content, cancellationToken), cluster.ClusterId);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or OperationCanceledException or InvalidOperationException)
        {
            // An invalid operation is a name that is valid JSON and yet no text: half of a surrogate pair.
            if (!cancellationToken.IsCancellationRequested || e is not OperationCanceledException)
                Log.NotListed(logger, cluster.ClusterId, e.Message);
            return null;
        }
    }

    private Uri? Address(LlmClusterModel cluster)
    {
        if (cluster.Credential == CredentialSource.Caller || !lookup.TryGetCluster(cluster.ClusterId, out var state))
            return null;
        var destinations = state.DestinationsState;
        var destination = destinations.AvailableDestinations.Count > 0 ? destinations.AvailableDestinations[0] : null;
        if (destination is null)
            return null;
        var address = destination.Model.Config.Address;
        var path = UpstreamPath.HasPath(address) ? "/models" : adapters.Get(cluster.Provider).ListingPath(cluster);
        return new Uri(address.TrimEnd('/') + path);
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpContent content, CancellationToken cancellationToken)
    {
        await content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
        return await content.ReadAsByteArrayAsync(cancellationToken);
    }

    // Event ids 120 to 129. An id or event name that has shipped keeps its meaning for good.
    private static partial class Log
    {
        [LoggerMessage(120, LogLevel.Warning, "Cluster '{Cluster}' did not list its models: {Reason}", EventName = "ModelsNotListed")]
        public static partial void NotListed(ILogger logger, string cluster, string reason);
    }
}
