using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Answers whose status is 200 and which are none: another place is tried, and the client sees nothing of them.</summary>
public sealed class GateTests
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Good = """{"id":"good","object":"chat.completion","model":"b","choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";
    private const string Role = "data: {\"id\":\"bad\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string GoodChunk = "data: {\"id\":\"good\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
    private const string GoodEnd = "data: {\"id\":\"good\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private const string Error = "data: {\"error\":{\"message\":\"boom\",\"code\":\"server_error\"}}\n\n";

    [Theory]
    [InlineData("application/json", """{"error":{"message":"boom","code":"server_error"}}""")]
    [InlineData("application/json", """{"id":"bad","cho""")]
    [InlineData("application/json", "oops")]
    [InlineData("application/json", "")]
    [InlineData("text/html", "<html>maintenance</html>")]
    public async Task Whole_FailsInsideA200_IsTriedElsewhere(string contentType, string body)
    {
        await using var bad = await AnswerAsync(contentType, body);
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address));

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal("application/json", response.Content.Headers.ContentType?.ToString());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Equal("second", response.Headers.GetValues("x-llmproxy-cluster").Single());
    }

    [Theory]
    [InlineData(Error)]
    [InlineData(Role + Error)]
    [InlineData(Role)]
    [InlineData("data: {oops\n\n")]
    [InlineData(": ping\n\n")]
    [InlineData("")]
    public async Task Stream_FailsBeforeItsFirstContent_IsTriedElsewhere(string frames)
    {
        await using var bad = await ScriptedProvider.StartStreamAsync(frames);
        await using var good = await ScriptedProvider.StartStreamAsync(GoodChunk, GoodEnd);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address));

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);

        Assert.Equal(GoodChunk + GoodEnd, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    [Theory]
    [InlineData("application/json", """{"error":{"message":"boom","code":"server_error"}}""")]
    [InlineData("text/html", "<html></html>")]
    public async Task Stream_AskedForAndSomethingElseCame_IsTriedElsewhere(string contentType, string body)
    {
        await using var bad = await AnswerAsync(contentType, body);
        await using var good = await ScriptedProvider.StartStreamAsync(GoodChunk, GoodEnd);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address));

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);

        Assert.Equal(GoodChunk + GoodEnd, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n", "text/event-stream", Streamed)]
    [InlineData("{\"type\":\"message\",\"conte", "application/json", Whole)]
    [InlineData("{\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}", "application/json", Whole)]
    [InlineData("<html></html>", "text/html", Whole)]
    [InlineData("<html></html>", "text/html", Streamed)]
    public async Task Translated_FailsInsideA200_IsTriedElsewhere(string body, string contentType, string request)
    {
        await using var bad = await AnswerAsync(contentType, body);
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address, kind: "anthropic"));

        using var response = await gateway.PostAsync("/v1/chat/completions", request);

        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    [Fact]
    public async Task Stream_FailsAfterItsFirstContent_IsNotTriedElsewhere()
    {
        await using var bad = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(GoodChunk);
            await context.Response.Body.FlushAsync();
            await Task.Delay(50);
            await context.Response.WriteAsync(Error);
        });
        await using var good = await ScriptedProvider.StartStreamAsync(GoodChunk, GoodEnd);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address));

        var (text, isCut) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Streamed));

        Assert.Equal(GoodChunk + Error, text);
        Assert.True(isCut);
        Assert.Empty(good.Requests);
    }

    [Fact]
    public async Task Stream_FailedAndNothingIsLeft_IsToldByItsStatus()
    {
        await using var bad = await ScriptedProvider.StartStreamAsync(Role + Error);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, second: null));

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);

        Assert.True((int)response.StatusCode >= 500, $"{response.StatusCode}");
        Assert.Equal("application/json", response.Content.Headers.ContentType?.MediaType);
        Assert.StartsWith("{\"error\":{\"message\":", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Single(bad.Requests);
    }

    [Theory]
    [InlineData("application/json", """{"error":{"message":"boom"}}""", "provider_error")]
    [InlineData("application/json", """{"choices":[{"ind""", "upstream_truncated")]
    [InlineData("application/json", "{]", "malformed_response")]
    [InlineData("application/json", "", "empty_answer")]
    [InlineData("text/html", "<html></html>", "wrong_content_type")]
    public async Task Whole_FailedAndNothingIsLeft_IsToldByItsStatus(string contentType, string body, string code)
    {
        await using var bad = await AnswerAsync(contentType, body);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, second: null));

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gate_Off_JudgesTheStatusAlone()
    {
        await using var bad = await ScriptedProvider.StartStreamAsync(Role + Error);
        await using var good = await ScriptedProvider.StartStreamAsync(GoodChunk, GoodEnd);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(bad.Address, good.Address, """ "Gate": { "Enabled": false } """));

        var (text, _) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Streamed));

        Assert.Equal(Role + Error, text);
        Assert.Empty(good.Requests);
    }

    [Fact]
    public async Task Stream_SlowerThanTheLeastSpeed_IsTriedElsewhere()
    {
        await using var slow = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(GoodChunk);
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var good = await ScriptedProvider.StartStreamAsync(GoodChunk, GoodEnd);
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(slow.Address, good.Address, """ "Gate": { "MinSpeed": 20, "SpeedEvents": 4 } """));

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);

        Assert.Equal(GoodChunk + GoodEnd, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    [Fact]
    public async Task Stream_TranslatedError_HasItsTypeForTheClient()
    {
        const string start = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}\n\n";
        const string delta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n";
        const string error = "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n";
        await using var provider = await ScriptedProvider.StartStreamAsync(start + delta + error);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(provider.Address, second: null, """ "Gate": { "Enabled": false } """, kind: "anthropic"));

        var (text, isCut) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Streamed));

        Assert.EndsWith("""data: {"error":{"message":"Overloaded","type":"server_error","param":null,"code":"overloaded"}}""" + "\n\n", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split("\"error\":").Length);
        Assert.True(isCut);
    }

    private static Task<ScriptedProvider> AnswerAsync(string contentType, string body) => ScriptedProvider.StartAsync((context, _) =>
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = Encoding.UTF8.GetByteCount(body);
        return context.Response.WriteAsync(body);
    });
}
