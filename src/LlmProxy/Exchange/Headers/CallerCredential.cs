using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace LlmProxy.Exchange.Headers;

/// <summary>Finds the credential that a caller sent, wherever its SDK puts it.</summary>
internal static class CallerCredential
{
    /// <summary>How Azure's browser clients, which can set no header either, name their key in a query.</summary>
    public const string QueryName = "api-key";

    private const string Bearer = "Bearer ";

    /// <summary>The credential, or <c>null</c>: from <c>Authorization</c>, <c>x-api-key</c>, <c>api-key</c>, a browser's WebSocket subprotocol, or its query.</summary>
    public static string? Of(HttpRequest request)
    {
        var authorization = request.Headers.Authorization.ToString();
        if (authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return NullIfEmpty(authorization[Bearer.Length..].Trim());
        return NullIfEmpty(request.Headers["x-api-key"].ToString())
            ?? NullIfEmpty(request.Headers["api-key"].ToString())
            ?? RealtimeProtocols.Key(request.Headers[HeaderNames.SecWebSocketProtocol])
            ?? NullIfEmpty(request.Query[QueryName].ToString());
    }

    /// <summary>The credential that is meant for this gateway, or <c>null</c>: <see cref="LlmHeaderNames.Key"/> before all others.</summary>
    public static string? OfGateway(HttpRequest request) =>
        request.Headers.TryGetValue(LlmHeaderNames.Key, out var key) ? NullIfEmpty(key.ToString().Trim()) : Of(request);

    /// <summary>The credential that may go to a provider: none that opens this gateway ever does, whatever it was sent for.</summary>
    /// <param name="exchange">The request, and who sent it.</param>
    public static string? OfProvider(LlmExchange exchange)
    {
        var request = exchange.Context.Request;
        if (Of(request) is not { } credential || GatewaySecrets.Has(exchange.Route.Proxy, credential))
            return null;
        if (exchange.Caller.IsAnonymous)
            return credential;
        return request.Headers.TryGetValue(LlmHeaderNames.Key, out var key) && key.ToString().Trim() != credential ? credential : null;
    }

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
