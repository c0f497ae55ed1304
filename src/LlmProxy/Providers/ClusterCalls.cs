using System.Net;
using LlmProxy.Configuration;
using LlmProxy.Endpoints;
using LlmProxy.Exchange.Headers;
using LlmProxy.Failover.Failures;
using LlmProxy.Failover.Keys;
using Yarp.ReverseProxy;

namespace LlmProxy.Providers;

/// <summary>Asks clusters on the gateway's own behalf, beside all callers' requests: with the cluster's address, key and headers, and without its limits, retries and records.</summary>
internal sealed class ClusterCalls(IProxyStateLookup lookup, ProviderAdapters adapters, KeyPools keys)
{
    private static readonly HttpRequestOptionsKey<(ApiKeyModel Key, string? Model)> KeyOption = new("LlmProxy.Key");

    private int _turn;

    /// <summary>Whether the cluster has a destination that is thought to work.</summary>
    public bool HasDestination(LlmClusterModel cluster) => Destination(cluster) is not null;

    /// <summary>A request to one of the cluster's destinations, in turn, with its key and headers.</summary>
    /// <param name="method">The method.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="endpoint">What is asked for.</param>
    /// <param name="path">The same as a path, as behind OpenAI's <c>/v1</c>.</param>
    /// <param name="model">The provider's name of the model; <c>null</c> where none is asked.</param>
    /// <exception cref="HttpRequestException">The cluster has no destination.</exception>
    public HttpRequestMessage Create(HttpMethod method, LlmClusterModel cluster, LlmEndpoint endpoint, string path, string? model = null)
    {
        var destination = Destination(cluster) ?? throw new HttpRequestException($"Cluster '{cluster.ClusterId}' has no destination.");
        var adapter = adapters.Get(cluster.Provider);
        var request = new HttpRequestMessage(method, adapter.PlaceOf(cluster, path, model).At(destination));
        var headers = new UpstreamHeaders(request.Headers);
        foreach (var (name, value) in cluster.Headers)
            headers.Set(name, value.Reveal());
        var key = keys.Pick(cluster, model, null);
        adapter.Authorize(endpoint, key?.Key.Reveal(), headers);
        if (key is not null)
            request.Options.Set(KeyOption, (key, model));
        return request;
    }

    /// <summary>Sends a request of <see cref="Create"/>, and reads its answer.</summary>
    /// <param name="cluster">The cluster that it was created for.</param>
    /// <param name="request">The request.</param>
    /// <param name="maxBytes">Most bytes of an answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="HttpRequestException">No answer came, one without success, or a longer one.</exception>
    public async Task<ReadOnlyMemory<byte>> SendAsync(LlmClusterModel cluster, HttpRequestMessage request, int maxBytes, CancellationToken cancellationToken)
    {
        if (!lookup.TryGetCluster(cluster.ClusterId, out var state))
            throw new HttpRequestException($"Cluster '{cluster.ClusterId}' is gone.");
        using var response = await state.Model.HttpClient.SendAsync(request, cancellationToken);
        Note(cluster, request, response);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"Status {(int)response.StatusCode}.", null, response.StatusCode);
        await response.Content.LoadIntoBufferAsync(maxBytes, cancellationToken);
        return await response.Content.ReadAsByteArrayAsync(cancellationToken);
    }

    private string? Destination(LlmClusterModel cluster)
    {
        if (!lookup.TryGetCluster(cluster.ClusterId, out var state))
            return null;
        var available = state.DestinationsState.AvailableDestinations;
        return available.Count == 0 ? null : available[(int)((uint)Interlocked.Increment(ref _turn) % (uint)available.Count)].Model.Config.Address;
    }

    /// <summary>What is learned about a key here holds for callers' requests as well.</summary>
    private void Note(LlmClusterModel cluster, HttpRequestMessage request, HttpResponseMessage response)
    {
        if (cluster.Keys.Count < 2 || !request.Options.TryGetValue(KeyOption, out var used))
            return;
        var signal = response switch
        {
            { IsSuccessStatusCode: true } => CredentialSignal.Works,
            { StatusCode: HttpStatusCode.Unauthorized } => CredentialSignal.Dead,
            { StatusCode: HttpStatusCode.TooManyRequests } => CredentialSignal.Busy,
            _ => CredentialSignal.None,
        };
        keys.Note(cluster, used.Key, used.Model, signal, response.Headers.RetryAfter?.Delta);
    }
}
