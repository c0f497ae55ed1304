using System.Net;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.WireMock;

/// <summary>A provider whose connection breaks below anything that HTTP could say, and another one that saves the request.</summary>
[Collection(WireMockGroup.Name)]
public sealed class FailoverTests(WireMockServer wireMock)
{
    [WireMockTheory]
    [InlineData("reset", false)]
    [InlineData("reset", true)]
    [InlineData("empty", false)]
    [InlineData("empty", true)]
    [InlineData("random", false)]
    [InlineData("random", true)]
    [InlineData("malformed-chunk", false)]
    [InlineData("malformed-chunk", true)]
    public async Task Fault_WithAnotherCluster_IsNeverSeen(string model, bool stream)
    {
        await using var healthy = await HealthyProvider.StartAsync();
        await using var gateway = await TestGateway.StartAsync(Config(healthy.Address));

        using var answer = await PostAsync(gateway, model, stream);

        Assert.Equal((HttpStatusCode.OK, "healthy", "3"), (answer.StatusCode, Header(answer, "x-llmproxy-cluster"), Header(answer, "x-llmproxy-attempts")));
        Assert.Contains(HealthyProvider.Text, await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(healthy.Requests);
    }

    [WireMockTheory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Dribble_SlowButWhole_IsNoFault(bool stream)
    {
        await using var healthy = await HealthyProvider.StartAsync();
        await using var gateway = await TestGateway.StartAsync(Config(healthy.Address));

        using var answer = await PostAsync(gateway, stream ? "dribble" : "dribbled-answer", stream);

        Assert.Equal((HttpStatusCode.OK, "wiremock", "1"), (answer.StatusCode, Header(answer, "x-llmproxy-cluster"), Header(answer, "x-llmproxy-attempts")));
        Assert.Contains(stream ? "five" : "Drop by drop", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(healthy.Requests);
    }

    private string Config(Uri healthy) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "wiremock", "Match": { "Path": "/v1/{**rest}" },
                "Llm": { "Retry": { "MaxAttempts": 2, "BaseDelay": "00:00:00" }, "Fallbacks": { "*": [ "m@healthy" ] } }
              }
            },
            "Clusters": {
              "wiremock": { "Destinations": { "a": { "Address": "{{wireMock.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "*" ] } },
              "healthy": { "Destinations": { "a": { "Address": "{{healthy}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } }
            }
          }
        }
        """;

    private static Task<HttpResponseMessage> PostAsync(TestGateway gateway, string model, bool stream) =>
        gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","stream":{{(stream ? "true" : "false")}},"messages":[]}""");

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;
}
