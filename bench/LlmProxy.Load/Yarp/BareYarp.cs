using System.Net;
using Yarp.ReverseProxy.Configuration;

namespace LlmProxy.Load.Yarp;

/// <summary>The baseline: YARP with its defaults and one route, which writes one log line for each request.</summary>
internal static class BareYarp
{
    /// <summary>Proxies one loopback port to the provider until the process is told to stop.</summary>
    public static async Task RunAsync(int port, string provider)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders().AddJsonConsole();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        builder.Services.AddReverseProxy().LoadFromMemory(
            [new RouteConfig { RouteId = "openai", ClusterId = "provider", Match = new RouteMatch { Path = "/v1/{**rest}" } }],
            [new ClusterConfig
            {
                ClusterId = "provider",
                Destinations = new Dictionary<string, DestinationConfig> { ["bench"] = new() { Address = provider } },
            }]);

        await using var app = builder.Build();
        app.UseMiddleware<RequestLogMiddleware>();
        app.MapReverseProxy();
        await app.RunAsync();
    }
}
