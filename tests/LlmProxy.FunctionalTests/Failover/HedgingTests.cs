using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A request whose first token is late goes elsewhere too.</summary>
public sealed class HedgingTests
{
    private const string Hedge = """ "Hedge": { "Enabled": true, "MinDelay": "00:00:00.050", "MaxPercent": 100 }, "Retry": { "MaxAttempts": 1 } """;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hedge_FirstIsSilent_SecondDestinationAnswers(bool stream)
    {
        await using var silent = await SilentAsync();
        await using var good = await GoodAsync();
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Hedge, ("up", "openai-compatible", [silent.Provider.Address, good.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", stream ? FlightConfig.Stream : FlightConfig.Whole);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(stream ? Flown.Chunk("hi") + Flown.EndOfClient : Flown.Json("hi"), text);
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Equal("up", response.Headers.GetValues("x-llmproxy-cluster").Single());
        await silent.Cancelled.Task;
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_OneDestination_GoesToTheNextModelOfTheChain()
    {
        await using var silent = await SilentAsync();
        await using var good = await GoodAsync();
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(
            Hedge + """, "Fallbacks": { "m": [ "other" ] } """,
            ("up", "openai-compatible", [silent.Provider.Address], "\"m\""),
            ("second", "openai-compatible", [good.Address], "\"other\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, text);
        Assert.Equal("second", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal("other", response.Headers.GetValues("x-llmproxy-model").Single());
        Assert.Contains("\"other\"", good.Last.Text, StringComparison.Ordinal);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_FirstAnswersAfterAll_SecondIsCancelled()
    {
        await using var silent = await SilentAsync();
        var asked = silent.Asked;
        await using var late = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            await asked.Task;
            await AnswerAsync(context, request);
        });
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Hedge, ("up", "openai-compatible", [late.Address, silent.Provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);

        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, await response.Content.ReadAsStringAsync());
        await silent.Cancelled.Task;
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_SecondFails_FirstDecides()
    {
        var failed = new TaskCompletionSource();
        await using var failing = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 500;
            context.Response.OnCompleted(() => Task.FromResult(failed.TrySetResult()));
            return Task.CompletedTask;
        });
        await using var late = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            await failed.Task;
            await AnswerAsync(context, request);
        });
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Hedge, ("up", "openai-compatible", [late.Address, failing.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);

        Assert.Equal(Flown.Json("hi"), await response.Content.ReadAsStringAsync());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_FirstFailsLate_SecondDecides()
    {
        var asked = new TaskCompletionSource();
        await using var good = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            asked.TrySetResult();
            await AnswerAsync(context, request);
        });
        await using var failing = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            await asked.Task;
            context.Response.StatusCode = 500;
        });
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Hedge, ("up", "openai-compatible", [failing.Address, good.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);

        Assert.Equal(Flown.Json("hi"), await response.Content.ReadAsStringAsync());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_BothFail_ClientIsToldTheFirstFailure()
    {
        var asked = new TaskCompletionSource();
        await using var second = await ScriptedProvider.StartAsync((context, _) =>
        {
            asked.TrySetResult();
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("""{"error":{"message":"second"}}""");
        });
        await using var first = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            await asked.Task;
            context.Response.StatusCode = 400;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync("""{"error":{"message":"first"}}""");
        });
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(Hedge, ("up", "openai-compatible", [first.Address, second.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("""{"error":{"message":"first"}}""", await response.Content.ReadAsStringAsync());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_BudgetIsSpent_NoSecondIsSent()
    {
        await using var good = await GoodAsync();
        var go = new TaskCompletionSource();
        var count = 0;
        await using var slow = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            // The first is hedged; the second, whose budget is spent, waits until the gateway has said so.
            if (Interlocked.Increment(ref count) > 1)
                await go.Task;
            else
                await Task.Delay(Timeout.Infinite, context.RequestAborted);
            await AnswerAsync(context, request);
        });
        var logs = new LogCollector();
        const string scarce = """ "Hedge": { "Enabled": true, "MinDelay": "00:00:00.050", "MaxPercent": 0.1 } """;
        await using var gateway = await TestGateway.StartAsync(
            FlightConfig.Of(scarce, ("up", "openai-compatible", [slow.Address, good.Address], "\"*\"")), Debug(logs));

        using var hedged = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Equal("won", (await logs.WaitForAsync("HedgeEnded"))["Outcome"]);
        var pending = gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Equal("over_budget", (await logs.WaitForAsync("HedgeEnded", 2))["Outcome"]);
        go.SetResult();
        using var response = await pending;

        Assert.Equal(Flown.Json("hi"), await response.Content.ReadAsStringAsync());
        Assert.Equal("1", response.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Single(good.Requests);
    }

    [Fact]
    public async Task Hedge_ClientLeaves_BothAreCancelled()
    {
        await using var first = await SilentAsync();
        await using var second = await SilentAsync();
        var logs = new LogCollector();
        await using var gateway = await TestGateway.StartAsync(
            FlightConfig.Of(Hedge, ("up", "openai-compatible", [first.Provider.Address, second.Provider.Address], "\"*\"")), logs.AddTo);
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {FlightConfig.Stream.Length}\r\n\r\n{FlightConfig.Stream}");
        await second.Asked.Task;

        client.Reset();

        await first.Cancelled.Task;
        await second.Cancelled.Task;
        var line = await logs.WaitForAsync("RequestFinished");
        Assert.Equal("client_gone", line["Outcome"]);
        Assert.Equal(2, line["Attempts"]);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_Translated_ReaderTranslates()
    {
        await using var silent = await SilentAsync();
        await using var anthropic = await ScriptedProvider.StartAsync(
            """{"id":"msg_1","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":5,"output_tokens":7}}""");
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(
            Hedge + """, "Fallbacks": { "m": [ "claude-x" ] } """,
            ("up", "openai-compatible", [silent.Provider.Address], "\"m\""),
            ("anthropic", "anthropic", [anthropic.Address], "\"claude-*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("\"object\":\"chat.completion\"", text, StringComparison.Ordinal);
        Assert.Contains("\"content\":\"hi\"", text, StringComparison.Ordinal);
        Assert.Equal("application/json", response.Content.Headers.ContentType!.MediaType);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_FirstIsInTime_NothingIsAskedTwice()
    {
        await using var good = await GoodAsync();
        await using var other = await GoodAsync();
        const string patient = """ "Hedge": { "Enabled": true, "MinDelay": "00:01:00" } """;
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(patient, ("up", "openai-compatible", [good.Address, other.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream, ("Idempotency-Key", "k1"));

        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, await response.Content.ReadAsStringAsync());
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("k1", good.Last.Header("Idempotency-Key"));
        Assert.Empty(other.Requests);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Hedge_StreamBreaksOff_EndsInTheErrorFrame()
    {
        await using var cut = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"));
        const string patient = """ "Hedge": { "Enabled": true, "MinDelay": "00:01:00" } """;
        await using var gateway = await TestGateway.StartAsync(FlightConfig.Of(patient, ("up", "openai-compatible", [cut.Address], "\"*\"")));

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        var (text, isCut) = await BrokenBody.ReadAsync(response);

        Assert.StartsWith(Flown.Chunk("hi") + "data: {\"error\":{", text, StringComparison.Ordinal);
        Assert.Contains("\"upstream_truncated\"", text, StringComparison.Ordinal);
        Assert.True(isCut);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    internal static Task<SilentProvider> SilentAsync() => SilentProvider.StartAsync();

    internal static Task<ScriptedProvider> GoodAsync() => ScriptedProvider.StartAsync(AnswerAsync);

    internal static Task AnswerAsync(HttpContext context, ReceivedRequest request) => AnswerAsync(context, request, "hi");

    internal static async Task AnswerAsync(HttpContext context, ReceivedRequest request, string text)
    {
        var isStream = request.Text.Contains("\"stream\":true", StringComparison.Ordinal);
        context.Response.ContentType = isStream ? "text/event-stream" : "application/json";
        await context.Response.WriteAsync(isStream ? Flown.Chunk(text) + Flown.EndOfClient : Flown.Json(text));
    }

    private static Action<Microsoft.AspNetCore.Builder.WebApplicationBuilder> Debug(LogCollector logs) => builder =>
    {
        builder.Logging.AddFilter("LlmProxy.Failover.Hedging", Microsoft.Extensions.Logging.LogLevel.Debug);
        logs.AddTo(builder);
    };
}
