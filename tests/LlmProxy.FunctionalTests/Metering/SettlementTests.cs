using System.Net;
using LlmProxy.Core.Protocols;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Metering.Ledger;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Metering;

/// <summary>Who is charged what, on every way out of a request. $2.50, $1.25 cached and $10 per million tokens; uncounted prompts have 50.</summary>
public sealed class SettlementTests
{
    private const string Alone = """ "Retry": { "MaxAttempts": 1 }, "Gate": { "Enabled": false } """;
    private const string Usage = """ "usage":{"prompt_tokens":1000,"prompt_tokens_details":{"cached_tokens":400},"completion_tokens":200,"total_tokens":1200} """;

    [Fact]
    public async Task Whole_WithUsage_IsChargedToTheCent()
    {
        await using var provider = await ScriptedProvider.StartAsync($$"""{"id":"c1","choices":[],{{Usage}} }""");
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Whole, ("x-request-id", "job-7"));
        await response.Content.LoadIntoBufferAsync();

        var (line, records) = await gateway.EndedAsync();
        var record = Assert.Single(records);
        // (600 * 2.50 + 400 * 1.25 + 200 * 10) / 1,000,000 = (1,500 + 500 + 2,000) / 1,000,000
        Assert.Equal(0.004m, record.Cost);
        Assert.Equal(new TokenUsage { InputTokens = 1000, CachedInputTokens = 400, OutputTokens = 200 }, record.Usage);
        Assert.Equal((false, gateway.PriceVersion), (record.IsEstimated, Assert.Single(record.Charges).PriceVersion));
        Assert.Equal(
            (response.Headers.GetValues("x-llmproxy-request-id").Single(), "job-7", "completed", 200, "m", "up", 1),
            (record.Id, record.CallerRequestId, record.Outcome, record.Status, record.ModelUsed, record.Cluster, record.Attempts));
        Assert.Equal((0.004m, false), (line["CostUsd"], line["Estimated"]));
    }

    [Fact]
    public async Task Stream_WithUsageAtItsEnd_IsChargedToTheCent()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"), Flown.End);
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Stream);
        await response.Content.LoadIntoBufferAsync();

        // (5 * 2.50 + 7 * 10) / 1,000,000
        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0.0000825m, false, true), (record.Cost, record.IsEstimated, record.Stream));
        Assert.NotNull(record.FirstToken);
    }

    [Fact]
    public async Task Stream_WithoutUsage_IsCounted()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"), Flown.EndOfClient);
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Stream);
        await response.Content.LoadIntoBufferAsync();

        // (50 * 2.50 + 2 * 10) / 1,000,000
        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0.000145m, true, "completed"), (record.Cost, record.IsEstimated, record.Outcome));
    }

    [Fact]
    public async Task Stream_BreaksOff_IsChargedForWhatCame()
    {
        await using var provider = RawProvider.Start(
            "HTTP/1.1 200 OK\nContent-Type: text/event-stream\nContent-Length: 100000\n\n" + Flown.Chunk("hello") + Flown.Chunk(" you"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Stream);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.LoadIntoBufferAsync());

        // (50 * 2.50 + 9 * 10) / 1,000,000
        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0.000215m, true, "broken"), (record.Cost, record.IsEstimated, record.Outcome));
    }

    [Fact]
    public async Task Stream_ClientLeaves_IsChargedForWhatCame()
    {
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Flown.Chunk("hello"));
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            aborted.SetResult();
        });
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using (var response = await gateway.PostAsync(FlightConfig.Stream))
        {
            var body = await response.Content.ReadAsStreamAsync();
            Assert.True(await body.ReadAsync(new byte[4096]) > 0);
        }

        await aborted.Task;
        // (50 * 2.50 + 5 * 10) / 1,000,000
        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0.000175m, true, "client_gone"), (record.Cost, record.IsEstimated, record.Outcome));
    }

    [Fact]
    public async Task Failover_AfterHalfAnAnswer_ChargesBoth()
    {
        await using var cut = RawProvider.Start(
            "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 1000\n\n"
            + """{"id":"c0","choices":[{"index":0,"message":{"role":"assistant","content":"hello there"}}""");
        await using var good = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(
            """ "Retry": { "MaxAttempts": 1 }, "Fallbacks": { "m": [ "other" ] } """,
            ("up", "openai-compatible", [cut.Address], "\"m\""), ("second", "openai-compatible", [good.Address], "\"other\"")));

        using var response = await gateway.PostAsync(FlightConfig.Whole);
        await response.Content.LoadIntoBufferAsync();

        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(
            [
                // (50 * 2.50 + 11 * 10) / 1,000,000
                new Charge("up", "m", new TokenUsage { InputTokens = 50, OutputTokens = 11 }, true, 0.000235m, gateway.PriceVersion),
                // (5 * 2.50 + 7 * 10) / 1,000,000
                new Charge("second", "other", new TokenUsage { InputTokens = 5, OutputTokens = 7 }, false, 0.0000825m, gateway.PriceVersion),
            ],
            record.Charges);
        Assert.Equal((0.0003175m, true, 2, "other"), (record.Cost, record.IsEstimated, record.Attempts, record.ModelUsed));
    }

    [Fact]
    public async Task Failover_AfterARefusal_ChargesTheAnswerAlone()
    {
        await using var busy = await ScriptedProvider.StartAsync("""{"error":{"message":"busy"}}""", 429);
        await using var good = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(
            """ "Fallbacks": { "m": [ "other" ] } """,
            ("up", "openai-compatible", [busy.Address], "\"m\""), ("second", "openai-compatible", [good.Address], "\"other\"")));

        using var response = await gateway.PostAsync(FlightConfig.Whole);
        await response.Content.LoadIntoBufferAsync();

        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal("second", Assert.Single(record.Charges).Cluster);
        Assert.Equal(0.0000825m, record.Cost);
    }

    [Fact]
    public async Task Hedge_Loser_IsChargedItsPrompt()
    {
        await using var silent = await SilentProvider.StartAsync();
        await using var good = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"), Flown.End);
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(
            """ "Hedge": { "Enabled": true, "MinDelay": "00:00:00.050", "MaxPercent": 100 }, "Retry": { "MaxAttempts": 1 } """,
            ("up", "openai-compatible", [silent.Provider.Address, good.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Stream);
        await response.Content.LoadIntoBufferAsync();

        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal(
            [
                new Charge("up", "m", new TokenUsage { InputTokens = 50, OutputTokens = 0 }, true, 0.000125m, gateway.PriceVersion),
                new Charge("up", "m", new TokenUsage { InputTokens = 5, OutputTokens = 7 }, false, 0.0000825m, gateway.PriceVersion),
            ],
            record.Charges);
        Assert.Equal((0.0002075m, 2), (record.Cost, record.Attempts));
    }

    [Fact]
    public async Task Shadow_IsOnTheOperatorsAccount()
    {
        await using var real = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var copy = await ScriptedProvider.StartAsync($$"""{"id":"c1","choices":[{"index":0,"message":{"content":"x"} }],{{Usage}} }""");
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(
            """ "Shadow": { "Target": "other", "Percent": 100 } """,
            ("up", "openai-compatible", [real.Address], "\"m\""), ("second", "openai-compatible", [copy.Address], "\"other\"")));

        using var response = await gateway.PostAsync(FlightConfig.Whole, ("x-llmproxy-tags", "team-a"));
        await response.Content.LoadIntoBufferAsync();

        var records = (await gateway.EndedAsync()).Records.ToDictionary(record => record.Kind);
        Assert.Equal(2, records.Count);
        var (request, shadow) = (records[LedgerKind.Request], records[LedgerKind.Shadow]);
        Assert.Equal((0.0000825m, "up"), (request.Cost, Assert.Single(request.Charges).Cluster));
        Assert.Equal((0.004m, "second", "other", "completed"), (shadow.Cost, shadow.Cluster, shadow.ModelUsed, shadow.Outcome));
        Assert.Equal(request.Id + "-shadow", shadow.Id);
        Assert.Equal((null, null, null, 0), (shadow.Tenant, shadow.User, shadow.KeyId, shadow.Tags.Count));
    }

    [Fact]
    public async Task Model_WithoutAPrice_CostsNobodyKnowsWhat()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync("""{"model":"mystery","messages":[]}""");
        await response.Content.LoadIntoBufferAsync();

        var (line, records) = await gateway.EndedAsync();
        var record = Assert.Single(records);
        Assert.Null(record.Cost);
        Assert.Equal(7, record.Usage.OutputTokens);
        Assert.Equal(new Charge("up", "mystery", record.Usage, false, null, null), Assert.Single(record.Charges));
        Assert.Null(line["CostUsd"]);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[],"user":"ann"}""")]
    [InlineData("/v1/messages", """{"model":"m","max_tokens":9,"messages":[],"metadata":{"user_id":"ann"}}""")]
    public async Task User_OfTheBody_IsOnRecord(string path, string json)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"c1","usage":{"input_tokens":1,"output_tokens":1} }""");
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "anthropic", [provider.Address], "\"*\"")));

        using var response = await gateway.Gateway.PostAsync(path, json);
        await response.Content.LoadIntoBufferAsync();

        Assert.Equal("ann", Assert.Single((await gateway.EndedAsync()).Records).User);
    }

    [Fact]
    public async Task Tier_WithoutAPrice_MakesTheCostUnknown()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync("""{"model":"m","messages":[],"service_tier":"priority"}""");
        await response.Content.LoadIntoBufferAsync();

        Assert.Null(Assert.Single((await gateway.EndedAsync()).Records).Cost);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(500)]
    public async Task Error_PassedOn_CostsNothing(int status)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", status);
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync(FlightConfig.Whole);
        await response.Content.LoadIntoBufferAsync();

        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0m, 0, "provider_error", status), (record.Cost, record.Charges.Count, record.Outcome, record.Status));
    }

    [Fact]
    public async Task Rejected_BeforeAnyAttempt_CostsNothing()
    {
        await using var provider = await ScriptedProvider.StartAsync(Flown.Json("hi"));
        await using var gateway = await MeteredGateway.StartAsync(FlightConfig.Of(Alone, ("up", "openai-compatible", [provider.Address], "\"*\"")));

        using var response = await gateway.PostAsync("""{"messages":[]}""");

        var record = Assert.Single((await gateway.EndedAsync()).Records);
        Assert.Equal((0m, 0, "rejected", "missing_model"), (record.Cost, record.Attempts, record.Outcome, record.Error));
    }
}
