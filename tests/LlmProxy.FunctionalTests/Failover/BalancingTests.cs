using Microsoft.AspNetCore.Http;
using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>The plugin's policies choose among real destinations.</summary>
public sealed class BalancingTests
{
    private const string Answer = """{"id":"c1","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}]}""";

    [Fact]
    public async Task Weighted_SharesFollowTheWeights_AndZeroIsForNeed()
    {
        await using var a = await ScriptedProvider.StartAsync(Answer);
        await using var b = await ScriptedProvider.StartAsync(Answer);
        await using var spare = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync(Config("Weighted", """ "Weights": { "d0": 3, "d2": 0 } """, a, b, spare));

        for (var i = 0; i < 40; i++)
            await PostAsync(gateway, "hello");

        Assert.InRange(a.Requests.Count, 28, 32);
        Assert.InRange(b.Requests.Count, 8, 12);
        Assert.Empty(spare.Requests);
    }

    [Fact]
    public async Task Weighted_BothFail_TheSpareAnswers()
    {
        await using var a = await ScriptedProvider.StartAsync("{}", 503);
        await using var b = await ScriptedProvider.StartAsync("{}", 503);
        await using var spare = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync(Config("Weighted", """ "Weights": { "d2": 0 } """, a, b, spare));

        await PostAsync(gateway, "hello");

        Assert.Single(a.Requests);
        Assert.Single(b.Requests);
        Assert.Single(spare.Requests);
    }

    [Fact]
    public async Task PrefixAffinity_EachConversation_StaysAtOneDestination()
    {
        await using var a = await ScriptedProvider.StartAsync(Answer);
        await using var b = await ScriptedProvider.StartAsync(Answer);
        await using var c = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync(Config("PrefixAffinity", "", a, b, c));

        for (var conversation = 0; conversation < 8; conversation++)
        {
            string[] messages = [$"conversation {conversation} {new string('x', 3_000)}"];
            for (var turn = 0; turn < 4; turn++)
            {
                await PostAsync(gateway, messages);
                messages = [.. messages, $"answer {turn}", $"question {turn}"];
            }
        }

        ScriptedProvider[] all = [a, b, c];
        for (var i = 0; i < 8; i++)
        {
            var counts = all.Select(p => p.Requests.Count(r => r.Text.Contains($"conversation {i} ", StringComparison.Ordinal)));
            Assert.Equal([0, 0, 4], counts.Order());
        }

        Assert.All(all, provider => Assert.NotEmpty(provider.Requests));
    }

    [Fact]
    public async Task PrefixAffinity_ItsDestinationFails_AnotherAnswers()
    {
        var broken = -1;
        ScriptedProvider[] all = new ScriptedProvider[3];
        for (var i = 0; i < 3; i++)
        {
            var number = i;
            all[i] = await ScriptedProvider.StartAsync(async (context, _) =>
            {
                context.Response.StatusCode = Volatile.Read(ref broken) == number ? 503 : 200;
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(Answer);
            });
        }

        await using var gateway = await TestGateway.StartAsync(Config("PrefixAffinity", "", all));
        await PostAsync(gateway, "hello");
        Volatile.Write(ref broken, Array.FindIndex(all, provider => !provider.Requests.IsEmpty));
        await PostAsync(gateway, "hello", "hi", "again");

        Assert.Equal([0, 1, 2], all.Select(provider => provider.Requests.Count).Order());
        Assert.Equal(2, all[broken].Requests.Count);
        foreach (var provider in all)
            await provider.DisposeAsync();
    }

    [Fact]
    public async Task LeastLatency_OneFails_TheOtherIsPreferred()
    {
        await using var failing = await ScriptedProvider.StartAsync("{}", 503);
        await using var good = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.StartAsync(Config("LeastLatency", """ "Breaker": { "Enabled": false } """, failing, good));

        for (var i = 0; i < 20; i++)
            await PostAsync(gateway, "hello");

        // Once, to be tried; ten seconds of penalty are far above what the other needs.
        Assert.InRange(failing.Requests.Count, 0, 1);
        Assert.Equal(20, good.Requests.Count);
    }

    private static async Task PostAsync(TestGateway gateway, params string[] messages)
    {
        var list = string.Join(',', messages.Select((text, i) => $$"""{"role":"{{(i % 2 == 0 ? "user" : "assistant")}}","content":"{{text}}"}"""));
        using var answer = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"m","messages":[{{list}}]}""");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        await answer.Content.ReadAsStringAsync();
    }

    private static string Config(string policy, string llm, params ScriptedProvider[] providers) => $$"""
        {
          "ReverseProxy": {
            "Routes": {
              "llm": { "ClusterId": "up", "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Retry": { "MaxAttempts": 3, "MaxPerDestination": 1, "BaseDelay": "00:00:00" } } }
            },
            "Clusters": {
              "up": {
                "LoadBalancingPolicy": "{{policy}}",
                "Destinations": { {{string.Join(", ", providers.Select((p, i) => $$"""
                  "d{{i}}": { "Address": "{{p.Address}}" }
                  """))}} },
                "Llm": { "Provider": "openai-compatible"{{(llm.Length > 0 ? ", " + llm : "")}} }
              }
            }
          }
        }
        """;
}
