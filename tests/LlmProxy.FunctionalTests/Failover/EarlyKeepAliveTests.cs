using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>The client of a stream hears something before any provider has answered.</summary>
public sealed class EarlyKeepAliveTests
{
    private const string Comment = ": keep-alive\n\n";
    private const string Early = """ "KeepAlive": { "Early": true, "Interval": "00:00:00.100" }, "Retry": { "MaxAttempts": 1 } """;
    private const string Unhurried = """ "KeepAlive": { "Early": true, "Interval": "00:01:00" }, "Retry": { "MaxAttempts": 1 } """;

    [Fact]
    public async Task Early_ProviderIsLate_CommentsThenItsStream()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var late = await LateAsync(go, HedgingTests.AnswerAsync);
        await using var gateway = await StartAsync(Early, late.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        await using var body = await response.Content.ReadAsStreamAsync();
        var begin = await ReadAsync(body, 2 * Comment.Length);
        go.SetResult();
        var rest = await new StreamReader(body).ReadToEndAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("no", response.Headers.GetValues("X-Accel-Buffering").Single());
        Assert.True(response.Headers.Contains("x-llmproxy-request-id"));
        Assert.False(response.Headers.Contains("x-llmproxy-cluster"));
        Assert.Equal(Comment + Comment, begin);
        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, rest.Replace(Comment, "", StringComparison.Ordinal));
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_ProviderIsInTime_NothingIsDifferent()
    {
        await using var good = await HedgingTests.GoodAsync();
        await using var gateway = await StartAsync(Unhurried, good.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);

        Assert.Equal("up", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, await response.Content.ReadAsStringAsync());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_ProviderRefusesInTime_KeepsItsStatus()
    {
        await using var refusing = await ScriptedProvider.StartAsync("""{"error":{"message":"no","code":"invalid_value"}}""", 400);
        await using var gateway = await StartAsync(Unhurried, refusing.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"error":{"message":"no","code":"invalid_value"}}""", await response.Content.ReadAsStringAsync());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_ProviderFailsLate_EndsInTheErrorFrame()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var failing = await LateAsync(go, (context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        var logs = new LogCollector();
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Early, ("up", "openai-compatible", [failing.Address], "\"*\"")), logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        go.SetResult();
        var (text, isCut) = await BrokenBody.ReadAsync(response);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.StartsWith("data: {\"error\":{", text.Replace(Comment, "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.True(isCut);
        Assert.NotEqual("completed", (await logs.WaitForAsync("RequestFinished"))["Outcome"]);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_FirstModelFailsLate_TheNextOneAnswersBehindTheComments()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var failing = await LateAsync(go, (context, _) =>
        {
            context.Response.StatusCode = 503;
            return Task.CompletedTask;
        });
        await using var good = await HedgingTests.GoodAsync();
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(
            Early + """, "Fallbacks": { "m": [ "other" ] } """,
            ("up", "openai-compatible", [failing.Address], "\"m\""),
            ("second", "openai-compatible", [good.Address], "\"other\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        go.SetResult();
        var text = await response.Content.ReadAsStringAsync();

        Assert.StartsWith(Comment, text, StringComparison.Ordinal);
        Assert.EndsWith(Flown.Chunk("hi") + Flown.EndOfClient, text, StringComparison.Ordinal);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_ClientLeaves_ProviderIsCancelled()
    {
        await using var silent = await SilentProvider.StartAsync();
        var logs = new LogCollector();
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Early, ("up", "openai-compatible", [silent.Provider.Address], "\"*\"")), logs.AddTo);

        using (await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream))
            await silent.Asked.Task;

        await silent.Cancelled.Task;
        Assert.Equal("client_gone", (await logs.WaitForAsync("RequestFinished"))["Outcome"]);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Early_NoStreamIsAskedFor_NoComment()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var late = await LateAsync(go, HedgingTests.AnswerAsync);
        await using var gateway = await StartAsync(Early, late.Address);

        var pending = gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        go.SetResult();
        using var response = await pending;

        Assert.Equal(Flown.Json("hi"), await response.Content.ReadAsStringAsync());
    }

    private static Task<TestGateway> StartAsync(string llm, Uri provider) =>
        TestGateway.StartAsync(FlightConfig.Of(llm, ("up", "openai-compatible", [provider], "\"*\"")));

    private static Task<ScriptedProvider> LateAsync(TaskCompletionSource go, Func<HttpContext, ReceivedRequest, Task> answer) =>
        ScriptedProvider.StartAsync(async (context, request) =>
        {
            await go.Task;
            await answer(context, request);
        });

    private static async Task<string> ReadAsync(Stream body, int bytes)
    {
        var buffer = new byte[bytes];
        await body.ReadExactlyAsync(buffer);
        return System.Text.Encoding.UTF8.GetString(buffer);
    }
}
