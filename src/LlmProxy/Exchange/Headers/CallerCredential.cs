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

    private static string? NullIfEmpty(string value) => value.Length == 0 ? null : value;
}
