using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A request goes down its chain: keys, destinations, clusters, models, across protocols.</summary>
public sealed class ChainTests
{
    private const string Chat = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}],"not_known_yet":[1, 2]}""";

    private const string Claude = """
        {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-4","content":[{"type":"text","text":"Hello"}],"stop_reason":"end_turn","usage":{"input_tokens":3,"output_tokens":1}}
        """;

    [Fact]
    public async Task Post_FirstModelFails_TheNextAnswersAcrossProtocols()
    {
        await using var openai = await ScriptedProvider.StartAsync("""{"error":{"message":"no","type":"server_error","code":null}}""", 500);
        await using var claude = await ScriptedProvider.StartAsync(Claude);
        await using var gateway = await TestGateway.StartAsync(Config(openai.Address, claude.Address, """
            "Fallbacks": { "gpt-*": [ "claude-sonnet-4" ] }, "Retry": { "MaxAttempts": 2, "BaseDelay": "00:00:00" }
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("3", Header(answer, "x-llmproxy-attempts"));
        Assert.Equal("claude", Header(answer, "x-llmproxy-cluster"));
        Assert.Equal("claude-sonnet-4", Header(answer, "x-llmproxy-model"));
        Assert.Equal("Hello", await TextAsync(answer));
        Assert.Equal(["/v1/messages"], claude.Requests.Select(request => request.Path));
        Assert.Equal([Chat, Chat], openai.Requests.Select(request => request.Text));
    }

    [Fact]
    public async Task Post_AllFail_TheLastErrorPassesInItsOwnWords()
    {
        await using var openai = await ScriptedProvider.StartAsync("{}", 500);
        await using var other = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.ContentType = "text/plain";
            context.Response.Headers.RetryAfter = "70";
            await context.Response.WriteAsync("closed today");
        });
        await using var gateway = await TestGateway.StartAsync(Config(openai.Address, other.Address, """
            "Retry": { "MaxAttempts": 1 }, "Fallbacks": { "*": [ "gpt-4o@other" ] }
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.Equal("closed today", await answer.Content.ReadAsStringAsync());
        Assert.Equal("70", Header(answer, "Retry-After"));
        Assert.Equal("2", Header(answer, "x-llmproxy-attempts"));
        Assert.Equal("other", Header(answer, "x-llmproxy-cluster"));
    }

    [Fact]
    public async Task Post_FallbackIsMisconfigured_TheFirstErrorIsTold()
    {
        await using var openai = await ScriptedProvider.StartAsync("""{"error":{"message":"first","type":"server_error","code":null}}""", 500);
        await using var claude = await ScriptedProvider.StartAsync("""{"type":"error","error":{"type":"authentication_error","message":"bad key"}}""", 401);
        await using var gateway = await TestGateway.StartAsync(Config(openai.Address, claude.Address, """
            "Fallbacks": { "gpt-*": [ "claude-sonnet-4" ] }, "Retry": { "MaxAttempts": 1 }
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Contains("first", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_BadRequest_IsFinal()
    {
        await using var openai = await ScriptedProvider.StartAsync("""{"error":{"message":"no","type":"invalid_request_error","code":null}}""", 400);
        await using var claude = await ScriptedProvider.StartAsync(Claude);
        await using var gateway = await TestGateway.StartAsync(Config(openai.Address, claude.Address, """
            "Fallbacks": { "gpt-*": [ "claude-sonnet-4" ] }
            """));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Single(openai.Requests);
        Assert.Empty(claude.Requests);
    }

    [Fact]
    public async Task Post_NobodyListens_TheOtherClusterOfTheSameModelAnswers()
    {
        await using var other = await ScriptedProvider.StartAsync("""{"id":"1","model":"gpt-4o","choices":[]}""");
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "dead",
            ("dead", "http://127.0.0.1:1/", """ "Provider": "openai-compatible", "Models": [ "gpt-4o" ] """),
            ("other", other.Address.ToString(), """ "Provider": "openai-compatible", "Models": [ "gpt-*" ] """)));

        var answer = await gateway.PostAsync("/v1/chat/completions", Chat);

        // One connection refused, a wait with jitter and once more, then the other: what counts is that the answer came.
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("other", Header(answer, "x-llmproxy-cluster"));
        Assert.Equal(Chat, other.Last.Text);
    }

    private static string Config(Uri openai, Uri other, string llm) => $$"""
        {
          "ReverseProxy": {
            "Routes": { "llm": { "ClusterId": "openai", "Match": { "Path": "/v1/{**rest}" }, "Llm": { {{llm}} } } },
            "Clusters": {
              "openai": {
                "Destinations": { "a": { "Address": "{{openai}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "gpt-*" ] }
              },
              "claude": {
                "Destinations": { "a": { "Address": "{{other}}" } },
                "Llm": { "Provider": "anthropic", "Models": [ "claude-*" ], "ApiKey": "sk-ant" }
              },
              "other": {
                "Destinations": { "a": { "Address": "{{other}}" } },
                "Llm": { "Provider": "openai-compatible", "Models": [ "other-*" ] }
              }
            }
          }
        }
        """;

    private static string? Header(HttpResponseMessage answer, string name) =>
        answer.Headers.TryGetValues(name, out var values) ? string.Join(", ", values) : null;

    private static async Task<string?> TextAsync(HttpResponseMessage answer)
    {
        using var json = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString();
    }
}
