using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.Tenancy.Keys;

/// <summary>Keeps the hashes of a key with the connection that sends it: clients send one key on all requests, and hashing costs as much as a limit.</summary>
/// <remarks>Nothing else is kept: whether the key opens anything, and until when, is looked up by its hash each time.</remarks>
internal static class ConnectionKey
{
    private static readonly object Item = new();

    /// <summary>The hashes of a key that a request brings.</summary>
    public static KeyHashes Of(HttpContext context, string key)
    {
        // Requests of an HTTP/2 connection run side by side, and what it keeps is made for one at a time.
        if (!HttpProtocol.IsHttp11(context.Request.Protocol) || context.Features.Get<IConnectionItemsFeature>() is not { } connection)
            return new KeyHashes(key);
        if (connection.Items.TryGetValue(Item, out var kept) && kept is KeyHashes hashes && hashes.AreOf(key))
            return hashes;
        hashes = new KeyHashes(key);
        connection.Items[Item] = hashes;
        return hashes;
    }
}
