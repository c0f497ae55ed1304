using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Sessions that are bound to a destination, which fails.</summary>
public sealed class AffinityTests
{
    private const string Chat = """{"model":"m","messages":[]}""";
    private const string Good = """{"id":"good","choices":[]}""";

    [Theory]
    [InlineData("Redistribute", "first", "2")]
    [InlineData("Return503Error", "second", "3")]
    public async Task Session_ItsDestinationFails_IsAnsweredElsewhere(string policy, string cluster, string attempts)
    {
        var isDown = false;
        await using var one = await AnswerAsync(() => isDown);
        await using var other = await AnswerAsync(() => false);
        await using var spare = await AnswerAsync(() => false);
        await using var gateway = await TestGateway.StartAsync(Config(policy, one.Address, other.Address, spare.Address));
        string cookie;
        using (var bound = await gateway.PostAsync("/v1/chat/completions", Chat))
            cookie = bound.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        Assert.Single(one.Requests);

        isDown = true;
        using var response = await gateway.PostAsync("/v1/chat/completions", Chat, ("Cookie", cookie));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal(cluster, response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal(attempts, response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    private static Task<ScriptedProvider> AnswerAsync(Func<bool> isDown) => ScriptedProvider.StartAsync((context, _) =>
    {
        context.Response.StatusCode = isDown() ? 503 : 200;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(Good);
    });

    private static string Config(string policy, Uri one, Uri other, Uri spare) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": {
                "ClusterId": "first", "Match": { "Path": "/v1/{**rest}" },
                "Llm": { "Fallbacks": { "m": [ "b" ] }, "Retry": { "MaxPerDestination": 1 } }
              }
            },
            "Clusters": {
              "first": {
                "LoadBalancingPolicy": "FirstAlphabetical",
                "SessionAffinity": { "Enabled": true, "Policy": "Cookie", "FailurePolicy": "{{policy}}", "AffinityKeyName": "session" },
                "Destinations": { "a": { "Address": "{{one}}" }, "b": { "Address": "{{other}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] }
              },
              "second": { "Destinations": { "a": { "Address": "{{spare}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "b" ] } }
            }
          }
        }
        """;
}
