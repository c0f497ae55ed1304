using System.IO.Compression;
using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A provider's error that is told after something else was tried is as good as one that passes at once.</summary>
public sealed class ToldErrorTests
{
    private const string Busy = """{"error":{"message":"Slow down.","type":"tokens","code":"rate_limit_exceeded"}}""";

    [Theory]
    [InlineData("Retry-After", "70", "70")]
    [InlineData("retry-after-ms", "69500", "70")]
    public async Task Post_FallbackHasABadKey_TheFirstErrorHasItsWaitAndItsType(string name, string value, string told)
    {
        await using var busy = await StartAsync(429, Busy, (name, value), ("Content-Type", "application/json; charset=utf-8"));

        using var answer = await PostAsync(busy);

        Assert.Equal(HttpStatusCode.TooManyRequests, answer.StatusCode);
        Assert.Equal(told, answer.Headers.GetValues("Retry-After").Single());
        Assert.Equal("application/json; charset=utf-8", answer.Content.Headers.ContentType!.ToString());
        Assert.Equal(Busy, await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Post_UsedUpLimit_ItsResetIsTold()
    {
        await using var busy = await StartAsync(
            429, Busy, ("x-ratelimit-remaining-requests", "4999"), ("x-ratelimit-reset-requests", "12ms"),
            ("x-ratelimit-remaining-tokens", "0"), ("x-ratelimit-reset-tokens", "1m9.5s"));

        using var answer = await PostAsync(busy);

        Assert.Equal("70", answer.Headers.GetValues("Retry-After").Single());
        Assert.False(answer.Headers.Contains("x-ratelimit-reset-tokens"));
    }

    [Fact]
    public async Task Post_GeminisDelay_IsToldFromTheBody()
    {
        await using var busy = await StartAsync(
            429, """{"error":{"code":429,"message":"Quota.","status":"RESOURCE_EXHAUSTED","details":[{"retryDelay":"34.4s"}]}}""");

        using var answer = await PostAsync(busy);

        Assert.Equal("35", answer.Headers.GetValues("Retry-After").Single());
    }

    [Fact]
    public async Task Post_EncodedError_IsUnderstoodAndToldDecoded()
    {
        var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionMode.Compress);
            await gzip.WriteAsync(Encoding.UTF8.GetBytes("""{"error":{"message":"Too long.","code":"context_length_exceeded"}}"""));
        });
        await using var _ = provider;

        using var answer = await PostAsync(provider, """, "FallbacksOn": { "ContextLength": { "m": [ "m@other" ] } }""");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal("2", answer.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Empty(answer.Content.Headers.ContentEncoding);
        Assert.Contains("Too long.", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>The provider first, then one whose key is wrong, which is not what the client is told.</summary>
    private static async Task<HttpResponseMessage> PostAsync(ScriptedProvider first, string llm = "")
    {
        await using var wrong = await ScriptedProvider.StartAsync("""{"error":{"message":"Bad key.","code":"invalid_api_key"}}""", 401);
        await using var gateway = await TestGateway.StartAsync($$"""
            {
              "ReverseProxy": {
                "Routes": {
                  "llm": {
                    "ClusterId": "up", "Match": { "Path": "/v1/{**rest}" },
                    "Llm": { "Retry": { "MaxAttempts": 1 }, "Fallbacks": { "m": [ "m@other" ] }{{llm}} }
                  }
                },
                "Clusters": {
                  "up": { "Destinations": { "a": { "Address": "{{first.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "m" ] } },
                  "other": { "Destinations": { "a": { "Address": "{{wrong.Address}}" } }, "Llm": { "Provider": "openai-compatible", "Models": [ "x" ] } }
                }
              }
            }
            """);
        var answer = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""");
        await answer.Content.LoadIntoBufferAsync();
        Assert.Single(wrong.Requests);
        return answer;
    }

    private static Task<ScriptedProvider> StartAsync(int status, string json, params (string Name, string Value)[] headers) =>
        ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = status;
            context.Response.ContentType = "application/json";
            foreach (var (name, value) in headers)
                context.Response.Headers[name] = value;
            return context.Response.WriteAsync(json);
        });
}
