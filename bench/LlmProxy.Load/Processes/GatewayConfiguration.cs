using System.Text.Json;

namespace LlmProxy.Load.Processes;

/// <summary>The gateway's configuration for a measurement: one route, one cluster, no trace recorded.</summary>
internal static class GatewayConfiguration
{
    private static readonly string[] AnyModel = ["*"];

    /// <summary>The JSON text.</summary>
    /// <param name="provider">The provider's address.</param>
    public static string For(string provider) => JsonSerializer.Serialize(new
    {
        ReverseProxy = new
        {
            Routes = new { openai = new { ClusterId = "provider", Match = new { Path = "/v1/{**rest}" }, Llm = new { } } },
            Clusters = new
            {
                provider = new
                {
                    Destinations = new { bench = new { Address = provider } },
                    Llm = new { Provider = "openai-compatible", Models = AnyModel },
                },
            },
        },
        LlmProxy = new { Telemetry = new { SampleRatio = 0 } },
    });
}
