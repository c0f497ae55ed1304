using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.Exchange.Steps;

/// <summary>Tells a request that wants to leave HTTP for a protocol of messages, in which nobody here sees models or tokens.</summary>
/// <remarks>
/// These are those that YARP's forwarder would switch to: a WebSocket, by RFC 6455 or RFC 8441, and SPDY. Others it ignores, such as the
/// <c>h2c</c> that Java's HttpClient offers with every request; it must go on working.
/// </remarks>
internal static class ProtocolSwitch
{
    private const string WebSocket = "websocket";
    private const string Spdy = "SPDY/";

    /// <summary>Whether <paramref name="context"/>'s request does.</summary>
    public static bool IsAsked(HttpContext context)
    {
        // In HTTP/2 and later a stream of another protocol begins with CONNECT, whatever the protocol is.
        if (HttpMethods.IsConnect(context.Request.Method))
            return true;
        var upgrade = context.Request.Headers.Upgrade;
        return upgrade.Count > 0 && context.Features.Get<IHttpUpgradeFeature>() is { IsUpgradableRequest: true } && NamesOne(upgrade.ToString());
    }

    private static bool NamesOne(string upgrade)
    {
        foreach (var range in upgrade.AsSpan().Split(','))
        {
            var protocol = upgrade.AsSpan(range).Trim();
            if (protocol.StartsWith(WebSocket, StringComparison.OrdinalIgnoreCase) || protocol.StartsWith(Spdy, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
