using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A caller says whether another cluster or model will do.</summary>
public sealed class FailoverHeaderTests
{
    private const string Chat = """{"model":"m","messages":[]}""";

    [Theory]
    [InlineData("off", HttpStatusCode.ServiceUnavailable, 0)]
    [InlineData(" OFF ", HttpStatusCode.ServiceUnavailable, 0)]
    [InlineData("on", HttpStatusCode.OK, 1)]
    [InlineData(null, HttpStatusCode.OK, 1)]
    [InlineData("maybe", HttpStatusCode.BadRequest, 0)]
    [InlineData("", HttpStatusCode.BadRequest, 0)]
    public async Task Request_Header_DecidesAboutOtherClusters(string? value, HttpStatusCode status, int atTheOther)
    {
        await using var broken = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", 503);
        await using var other = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(Config(broken.Address, other.Address));

        using var response = await gateway.PostAsync("/v1/chat/completions", Chat, value is null ? [] : [("x-llmproxy-failover", value)]);

        Assert.Equal(status, response.StatusCode);
        Assert.Equal(atTheOther, other.Requests.Count);
        Assert.DoesNotContain(
            broken.Requests.Concat(other.Requests), request => request.Headers.Keys.Contains("x-llmproxy-failover", StringComparer.OrdinalIgnoreCase));
    }

    private static string Config(Uri broken, Uri other) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "a", "Match": { "Path": "/v1/{**rest}" },
                "Llm": { "Clusters": [ "a", "b" ], "Fallbacks": { "m": [ "n" ] }, "Retry": { "MaxAttempts": 1 } }
              }
            },
            "Clusters": {
              "a": { "Destinations": { "a": { "Address": "{{broken}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } },
              "b": { "Destinations": { "a": { "Address": "{{other}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "n" ] } }
            }
          }
        }
        """;
}
