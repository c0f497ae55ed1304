using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace LlmProxy.Host.Startup;

/// <summary>Settings of the server that differ from the framework's.</summary>
internal static class GatewayServer
{
    public static void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        // A client that stops reading an answer holds a provider's connection. The framework gives it 5 s, which a paused
        // reader of a stream easily exceeds; for ever would be too long.
        kestrel.Limits.MinResponseDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(60));
    }
}
