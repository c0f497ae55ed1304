using LlmProxy.Exchange.Bodies;
using LlmProxy.Exchange.Detached;
using LlmProxy.Failover.Shadow;
using LlmProxy.FunctionalTests.Support;
using Yarp.ReverseProxy;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Looks at what a gateway holds, once what was under way has ended.</summary>
internal static class Flown
{
    /// <summary>Waits until no flight is under way and nothing of any is held: no memory, no slot of a destination.</summary>
    public static async Task AssertNothingLeftAsync(TestGateway gateway)
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(30));
        while (Left(gateway).Length > 0 && !patience.IsCompleted)
            await Task.Yield();
        Assert.Equal("", Left(gateway));
    }

    /// <summary>Sends chunks of a chat stream.</summary>
    public static string Chunk(string text) =>
        $$$"""data: {"id":"c1","object":"chat.completion.chunk","model":"m","choices":[{"index":0,"delta":{"content":"{{{text}}}"},"finish_reason":null}]}""" + "\n\n";

    /// <summary>The end of a stream, with the usage that only the gateway has asked for.</summary>
    public const string End = Finish + "data: {\"id\":\"c1\",\"choices\":[],\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":7,\"total_tokens\":12}}\n\n" + Done;

    /// <summary>The end as a client gets it who did not ask for usage.</summary>
    public const string EndOfClient = Finish + Done;

    private const string Finish = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";

    private const string Done = "data: [DONE]\n\n";

    /// <summary>A whole answer.</summary>
    public static string Json(string text) =>
        $$$"""{"id":"c1","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"{{{text}}}"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":7,"total_tokens":12}}""";

    private static string Left(TestGateway gateway)
    {
        var services = gateway.Services;
        var left = new List<string>();
        if (services.GetRequiredService<Flights>().Active is var flights and > 0)
            left.Add($"{flights} flights");
        if (services.GetRequiredService<BufferBudget>().UsedBytes is var bytes and not 0)
            left.Add($"{bytes} bytes");
        if (services.GetRequiredService<ShadowRunner>().UsedBytes is var shadowBytes and not 0)
            left.Add($"{shadowBytes} bytes of shadows");
        foreach (var cluster in services.GetRequiredService<IProxyStateLookup>().GetClusters())
        {
            left.AddRange(cluster.Destinations.Values.Where(destination => destination.ConcurrentRequestCount != 0)
                .Select(destination => $"{destination.ConcurrentRequestCount} requests at {cluster.ClusterId}/{destination.DestinationId}"));
        }

        return string.Join(", ", left);
    }
}
