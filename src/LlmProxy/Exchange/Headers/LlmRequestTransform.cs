using LlmProxy.Failover;
using LlmProxy.Failover.Failures;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;
using Yarp.ReverseProxy.Transforms;

namespace LlmProxy.Exchange.Headers;

/// <summary>Addresses an attempt to the destination that YARP chose, with the headers that may go there.</summary>
internal sealed class LlmRequestTransform(ProviderHealth health) : RequestTransform
{
    /// <summary>How the forwarding handler finds its attempt.</summary>
    internal static readonly HttpRequestOptionsKey<LlmAttempt> AttemptKey = new("LlmProxy.Attempt");

    public override ValueTask ApplyAsync(RequestTransformContext context)
    {
        var attempt = LlmExchange.Of(context.HttpContext)?.Attempt ?? throw new InvalidOperationException(
            "A route with an Llm block was forwarded without the plugin's steps. Call app.UseLlmProxy(), then app.MapReverseProxy(proxy => proxy.UseLlmProxy()).");
        attempt.Destination = context.HttpContext.GetReverseProxyFeature().ProxiedDestination;
        if (!health.TryEnter(attempt))
            throw new AttemptFailedException(new AttemptFailure(FailureKind.NoDestination, FailureErrors.Create(FailureKind.NoDestination, attempt)));
        Address(context, attempt);
        CopyHeaders(context, attempt);
        var headers = new UpstreamHeaders(context.ProxyRequest.Headers);
        foreach (var (name, value) in attempt.Cluster.Headers)
            headers.Set(name, value.Reveal());
        attempt.Adapter.Authorize(attempt.Exchange.Path.Endpoint, Credential(attempt), headers);
        context.ProxyRequest.Options.Set(AttemptKey, attempt);
        return default;
    }

    private static void Address(RequestTransformContext context, LlmAttempt attempt)
    {
        var path = UpstreamPath.Of(context.DestinationPrefix, attempt);
        context.Path = path;
        if (!string.Equals(attempt.Query, context.HttpContext.Request.QueryString.Value ?? "", StringComparison.Ordinal))
            SetQuery(context.Query.Collection, attempt.Query);
        context.ProxyRequest.RequestUri = UpstreamPath.Exact(context.DestinationPrefix, path, context.Query.QueryString);
        attempt.DestinationHost = UpstreamPath.Host(context.DestinationPrefix);
    }

    private static void SetQuery(IDictionary<string, StringValues> query, string wanted)
    {
        query.Clear();
        foreach (var (name, value) in QueryHelpers.ParseQuery(wanted))
            query[name] = value;
    }

    private static void CopyHeaders(RequestTransformContext context, LlmAttempt attempt)
    {
        var incoming = context.HttpContext.Request.Headers;
        var named = incoming.Connection;
        foreach (var (name, values) in incoming)
        {
            if (!RequestHeaderRules.Passes(name, attempt) || (named.Count > 0 && IsNamed(named.ToString(), name)))
                continue;
            if (!name.Equals(HeaderNames.SecWebSocketProtocol, StringComparison.OrdinalIgnoreCase))
                AddHeader(context, name, values);
            else if (RealtimeProtocols.WithoutKey(values) is { Count: > 0 } protocols)
                AddHeader(context, name, protocols);
        }
    }

    /// <summary>Whether <c>Connection</c> declares a header to be of this connection only (RFC 9110 §7.6.1).</summary>
    private static bool IsNamed(string connection, string name)
    {
        foreach (var range in connection.AsSpan().Split(','))
        {
            if (connection.AsSpan(range).Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }

    private static string? Credential(LlmAttempt attempt) =>
        attempt.Cluster.Credential == Configuration.CredentialSource.Caller
            ? CallerCredential.OfProvider(attempt.Exchange)
            : attempt.Key?.Key.Reveal();
}
