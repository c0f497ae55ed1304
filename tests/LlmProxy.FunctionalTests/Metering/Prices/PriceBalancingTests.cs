using LlmProxy.Balancing.Tokens;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Yarp.ReverseProxy;

namespace LlmProxy.FunctionalTests.Metering.Prices;

/// <summary>Choices by price and by tokens, in the real gateway.</summary>
public class PriceBalancingTests
{
    private const string Request = """{"model":"m","messages":[{"role":"user","content":"hi"}]}""";

    private const string Answer =
        """{"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1000,"completion_tokens":500}}""";

    [Fact]
    public async Task Pick_Cheapest_TheRequestGoesWhereItCostsLeast()
    {
        await using var dear = await ScriptedProvider.StartAsync(Answer);
        await using var cheap = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync($$"""
            {
              "ReverseProxy": {
                "Routes": { "llm": { "ClusterId": "dear", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Pick": "Cheapest" } } },
                "Clusters": {
                  "dear": { "Destinations": { "a": { "Address": "{{dear.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } },
                  "cheap": { "Destinations": { "a": { "Address": "{{cheap.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } }
                }
              },
              "LlmProxy": { "Prices": { "Models": { "dear/m": { "Input": 2, "Output": 8 }, "cheap/m": { "Input": 1, "Output": 4 } } } }
            }
            """);

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        Assert.Equal("cheap", Assert.Single(response.Headers.GetValues("x-llmproxy-cluster")));
        // 1,000 * 1 + 500 * 4 = 3,000 millionths
        Assert.Equal("0.003", Assert.Single(response.Headers.GetValues("x-llmproxy-cost-usd")));
        Assert.Empty(dear.Requests);
    }

    [Fact]
    public async Task Policy_Cheapest_TheLowestFactorServesAndCostsSo()
    {
        await using var dear = await ScriptedProvider.StartAsync(Answer);
        await using var cheap = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync(Two(
            "Cheapest", dear.Address, cheap.Address, """, "PriceFactors": { "a": 1.1, "b": 0.5 }""", """ "Prices": { "Models": { "m": { "Input": 2, "Output": 8 } } } """));

        using var response = await gateway.PostAsync("/v1/chat/completions", Request);

        // (1,000 * 2 + 500 * 8) * 0.5 = 3,000 millionths
        Assert.Equal("0.003", Assert.Single(response.Headers.GetValues("x-llmproxy-cost-usd")));
        Assert.Single(cheap.Requests);
        Assert.Empty(dear.Requests);
    }

    [Fact]
    public async Task Policy_LeastTokens_AnOpenAnswerKeepsOthersAway()
    {
        using var logs = new LogCollector();
        var arrived = new TaskCompletionSource();
        var end = new TaskCompletionSource();
        var served = 0;
        async Task Serve(HttpContext context)
        {
            if (Interlocked.Increment(ref served) == 1)
            {
                arrived.SetResult();
                await end.Task;
            }

            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Answer);
        }

        await using var one = await ScriptedProvider.StartAsync((context, _) => Serve(context));
        await using var two = await ScriptedProvider.StartAsync((context, _) => Serve(context));
        await using var gateway = await TestGateway.StartAsync(Two("LeastTokens", one.Address, two.Address, "", ""), logs.AddTo);

        var open = gateway.PostAsync("/v1/chat/completions", Request);
        await arrived.Task.WaitAsync(TimeSpan.FromSeconds(30));
        for (var i = 1; i <= 4; i++)
        {
            (await gateway.PostAsync("/v1/chat/completions", Request)).Dispose();
            // A client has its answer a little before the gateway is done with it.
            await logs.WaitForAsync("RequestFinished", i);
        }

        end.SetResult();
        (await open).Dispose();
        await logs.WaitForAsync("RequestFinished", 5);

        Assert.Equal([1, 4], new[] { one.Requests.Count, two.Requests.Count }.Order());
        var loads = gateway.Services.GetRequiredService<TokenLoads>();
        Assert.True(gateway.Services.GetRequiredService<IProxyStateLookup>().TryGetCluster("up", out var cluster));
        Assert.All(cluster.DestinationsState.AllDestinations, destination => Assert.Equal(0, loads.Of(destination)));
    }

    private static string Two(string policy, Uri a, Uri b, string llm, string proxy) => $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "up", "Match": { "Path": "/v1/{**rest}" }, "Llm": {} } },
            "Clusters": {
              "up": {
                "LoadBalancingPolicy": "{{policy}}",
                "Destinations": { "a": { "Address": "{{a}}" }, "b": { "Address": "{{b}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "m" ]{{llm}} }
              }
            }
          },
          "LlmProxy": { {{proxy}} }
        }
        """;
}
