using System.Net;

namespace LlmProxy.Host.Access;

/// <summary>Tells a request that began and ended on this machine.</summary>
/// <remarks>
/// Addresses are those of the connection, never of a forwarding header, which anybody can write. The Host header must
/// name the machine too: a page on the web can have its own name resolve to 127.0.0.1 (DNS rebinding), but cannot
/// change the Host that the browser then sends. For the same reason an Origin, where there is one, must be local.
/// A forwarding header tells of a proxy on this machine, which connects from loopback whoever calls: such a request did not begin here.
/// A peer without an address, as on a Unix socket, counts as remote: whoever listens there may forward others.
/// </remarks>
internal static class LoopbackRequest
{
    private const string LocalName = "localhost";

    private static readonly string[] Forwarding = ["Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP", "Via"];

    /// <summary>Whether <paramref name="context"/>'s request did.</summary>
    public static bool Is(HttpContext context)
    {
        var connection = context.Connection;
        return IsLoopback(connection.RemoteIpAddress)
            && IsLoopback(connection.LocalIpAddress)
            && NamesLoopback(context.Request.Host.Host)
            && HasLocalOrigin(context.Request)
            && !WasForwarded(context.Request.Headers);
    }

    /// <summary>Whether a host, as it stands in a URL, can only be this machine.</summary>
    public static bool NamesLoopback(string host) =>
        host.Equals(LocalName, StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.AsSpan().Trim("[]"), out var address) && IsLoopback(address));

    private static bool IsLoopback(IPAddress? address)
    {
        if (address is null) return false;
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return IPAddress.IsLoopback(address);
    }

    private static bool WasForwarded(IHeaderDictionary headers) => Array.Exists(Forwarding, headers.ContainsKey);

    private static bool HasLocalOrigin(HttpRequest request)
    {
        var origin = request.Headers.Origin;
        if (origin.Count == 0) return true;
        return Uri.TryCreate(origin.ToString(), UriKind.Absolute, out var uri) && NamesLoopback(uri.Host);
    }
}
