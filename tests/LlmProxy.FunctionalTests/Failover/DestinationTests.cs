using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A request goes from one destination of its cluster to the next.</summary>
public sealed class DestinationTests
{
    private const string Chat = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""";

    [Fact]
    public async Task Post_TwoOfThreeDestinationsFail_EachIsTriedOnceUntilTheThirdAnswers()
    {
        await using var first = await ScriptedProvider.StartAsync("{}", 500);
        await using var second = await ScriptedProvider.StartAsync("{}", 503);
        await using var good = await ScriptedProvider.StartAsync("""{"choices":[]}""");
        await using var gateway = await TestGateway.StartAsync($$"""
            {
              "ReverseProxy": {
                "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Retry": { "MaxPerDestination": 1 } } } },
                "Clusters": {
                  "openai": {
                    "Destinations": {
                      "a": { "Address": "{{first.Address}}" }, "b": { "Address": "{{second.Address}}" }, "c": { "Address": "{{good.Address}}" }
                    },
                    "Llm": { "Provider": "openai-compatible", "Models": [ "gpt-*" ], "Breaker": { "Enabled": false } }
                  }
                }
              }
            }
            """);

        // Often enough that chance alone would not do it.
        for (var request = 0; request < 20; request++)
        {
            var failed = first.Requests.Count + second.Requests.Count;

            var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            var attempts = int.Parse(answer.Headers.GetValues("x-llmproxy-attempts").Single(), System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal(first.Requests.Count + second.Requests.Count - failed + 1, attempts);
            Assert.InRange(attempts, 1, 3);
        }

        Assert.Equal(20, good.Requests.Count);
    }
}
