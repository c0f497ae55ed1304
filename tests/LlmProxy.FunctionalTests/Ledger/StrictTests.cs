using System.Net;
using LlmProxy.Exchange.Filters;
using LlmProxy.FunctionalTests.Exchange;
using LlmProxy.FunctionalTests.Failover;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LlmProxy.FunctionalTests.Ledger;

/// <summary>A client of a strict ledger has the end of no answer before its record is on disk.</summary>
public sealed class StrictTests : IDisposable
{
    private const string Answer =
        """{"id":"c1","choices":[{"message":{"content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":7,"completion_tokens":3,"total_tokens":10}}""";

    private const string Plain = """ "Retry": { "MaxAttempts": 1 } """;
    private const string Hedged = """ "Hedge": { "Enabled": true } """;
    private const string Early = """ "KeepAlive": { "Early": true, "Interval": "00:00:00.100" } """;

    // The answer of Anthropic to a caller who speaks OpenAI's protocol is written anew.
    private const string Claude =
        """{"id":"msg_1","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"hi"}],"stop_reason":"end_turn","usage":{"input_tokens":7,"output_tokens":3}}""";

    private readonly LedgerFile _file = new();

    public void Dispose() => _file.Dispose();

    [Theory]
    [InlineData(Plain, "openai-compatible", Answer)]
    [InlineData(Plain, "anthropic", Claude)]
    [InlineData(Hedged, "openai-compatible", Answer)]
    [InlineData(Hedged, "anthropic", Claude)]
    public async Task Whole_IsOnDiskWhenTheClientHasIt(string route, string kind, string answer)
    {
        await using var provider = await ScriptedProvider.StartAsync(answer);
        await using var gateway = await StartAsync(route, kind, provider.Address);
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Contains("hi", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertOnDisk(response);
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Hedged)]
    [InlineData(Early)]
    public async Task Stream_IsOnDiskWithItsUsageWhenTheClientHasIt(string route)
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"), Flown.End);
        await using var gateway = await StartAsync(route, "openai-compatible", provider.Address);
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        var text = (await response.Content.ReadAsStringAsync()).Replace(": keep-alive\n\n", "", StringComparison.Ordinal);
        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, text);
        Assert.Equal(["5"], _file.Query("SELECT input_tokens FROM ledger"));
        Assert.Equal(["7"], _file.Query("SELECT output_tokens FROM ledger"));
        Assert.Equal(["completed"], _file.Query("SELECT outcome FROM ledger"));
    }

    [Fact]
    public async Task Stream_ProviderEndsLate_ClientHasTheBeginningMeanwhile()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            await context.Response.WriteAsync(Flown.Chunk("hi"));
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync(Flown.End);
        });
        await using var gateway = await StartAsync(Plain, "openai-compatible", provider.Address);
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Flown.Chunk("hi").Length]);
        Assert.Empty(_file.Ids());
        go.SetResult();
        Assert.Equal(Flown.EndOfClient, await new StreamReader(body).ReadToEndAsync());
        AssertOnDisk(response);
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Hedged)]
    public async Task Whole_StoreIsAway_IsRefusedWithAStatus(string route)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await StartAsync(route, "openai-compatible", provider.Address, BlockedFolder());
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"ledger_unavailable\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"hi\"", text, StringComparison.Ordinal);
        // Asked once: nothing is wrong with the provider.
        Assert.Single(provider.Requests);
        var health = await gateway.Client.GetStringAsync("/health/ready");
        Assert.Contains("\"status\": \"degraded\"", health, StringComparison.Ordinal);
        Assert.Contains("\"failure\": \"cannot_open\"", health, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Plain)]
    [InlineData(Hedged)]
    public async Task Stream_StoreIsAway_BreaksOffWithoutItsFinish(string route)
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            context.Features.Get<IHttpResponseBodyFeature>()!.DisableBuffering();
            await context.Response.WriteAsync(Flown.Chunk("hi"));
            await context.Response.Body.FlushAsync();
            await go.Task;
            await context.Response.WriteAsync(Flown.End);
        });
        await using var gateway = await StartAsync(route, "openai-compatible", provider.Address, BlockedFolder());
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        go.SetResult();
        var (text, isCut) = await BrokenBody.ReadAsync(response);
        Assert.StartsWith(Flown.Chunk("hi"), text, StringComparison.Ordinal);
        Assert.Contains("ledger_unavailable", text, StringComparison.Ordinal);
        Assert.DoesNotContain("finish_reason\":\"stop", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.True(isCut);
    }

    [Theory]
    [InlineData(Plain, "openai-compatible", 400)]
    [InlineData(Plain, "openai-compatible", 500)]
    [InlineData(Plain, "anthropic", 400)]
    [InlineData(Hedged, "openai-compatible", 400)]
    [InlineData(Hedged, "openai-compatible", 500)]
    [InlineData(""" "Retry": { "MaxAttempts": 2, "BaseDelay": "00:00:00.001" } """, "openai-compatible", 500)]
    [InlineData(""" "Retry": { "MaxAttempts": 1 }, "LastResort": { "Text": "Sorry." } """, "openai-compatible", 500)]
    public async Task Error_StoreIsAway_IsNotToldWithoutItsRecord(string route, string kind, int status)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"It is over.","type":"x","code":"y"}}""", status);
        await using var gateway = await StartAsync(route, kind, provider.Address, BlockedFolder());
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Contains("\"ledger_unavailable\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("It is over.", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sorry.", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Plain, 400, "provider_error")]
    [InlineData(Hedged, 500, "provider_error")]
    [InlineData(""" "Retry": { "MaxAttempts": 1 }, "LastResort": { "Text": "Sorry." } """, 500, "last_resort")]
    public async Task Error_IsOnDiskAsItIsToldWhenTheClientHasIt(string route, int status, string outcome)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"It is over.","type":"x","code":"y"}}""", status);
        await using var gateway = await StartAsync(route, "openai-compatible", provider.Address);
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        var text = await response.Content.ReadAsStringAsync();
        Assert.Contains(outcome == "last_resort" ? "Sorry." : "It is over.", text, StringComparison.Ordinal);
        AssertOnDisk(response);
        Assert.Equal([outcome], _file.Query("SELECT outcome FROM ledger"));
        Assert.Equal([((int)response.StatusCode).ToString(System.Globalization.CultureInfo.InvariantCulture)], _file.Query("SELECT status FROM ledger"));
    }

    [Fact]
    public async Task Error_NobodyThereAndStoreIsAway_IsNotToldWithoutItsRecord()
    {
        await using var gateway = await StartAsync(Plain, "openai-compatible", new Uri("http://127.0.0.1:9"), BlockedFolder());
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Contains("\"ledger_unavailable\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Error_BeforeAnyAttemptAndStoreIsAway_IsTold()
    {
        await using var gateway = await StartAsync(""" "Limits": { "MaxInputTokens": 1 } """, "openai-compatible", new Uri("http://127.0.0.1:9"), BlockedFolder());
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Stream_FilterStopsItAndStoreIsAway_BreaksOffWithoutItsFinish()
    {
        await using var provider = await ScriptedProvider.StartStreamAsync(Flown.Chunk("hi"), Flown.Chunk(new string('a', 2_000)), Flown.Chunk("more"), Flown.End);
        await using var gateway = await TestGateway.StartAsync(
            FlightConfig.Of(Plain, ("up", "openai-compatible", [provider.Address], "\"*\"")),
            builder => builder.Services.AddSingleton<IResponseFilterSource, AnswerCap>(),
            ["--LlmProxy:Storage:Kind=Sqlite", .. BlockedFolder(), "--LlmProxy:Ledger:Durability=Strict"]);
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        var (text, isCut) = await BrokenBody.ReadAsync(response);
        Assert.DoesNotContain("finish_reason\":\"length", text, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", text, StringComparison.Ordinal);
        Assert.True(isCut || text.Contains("ledger_unavailable", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whole_StoreIsAwayAndAnswersAreReleased_IsDelivered()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await StartAsync(Plain, "openai-compatible", provider.Address, BlockedFolder(), "--LlmProxy:Ledger:OnStoreFailure=Release");
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Other_ThatMayCostMoney_IsOnDiskWhenTheClientHasIt()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"r1","results":[],"usage":{"prompt_tokens":7,"total_tokens":7}}""");
        await using var gateway = await StartAsync(Plain, "openai-compatible", provider.Address);
        using var response = await gateway.PostAsync("/v1/rerank", """{"model":"m","query":"x","documents":["a"]}""");
        Assert.Contains("r1", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertOnDisk(response);
    }

    [Fact]
    public async Task Background_JobAndThenItsCost_AreOnDiskWhenTheClientHasTheAnswers()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(
                request.Method == "POST"
                    ? """{"id":"resp_1","object":"response","model":"m","status":"queued","background":true}"""
                    : """{"id":"resp_1","object":"response","model":"m","status":"completed","usage":{"input_tokens":7,"output_tokens":3,"total_tokens":10}}""");
        });
        await using var gateway = await StartAsync(Plain, "openai-compatible", provider.Address);
        using var made = await gateway.PostAsync("/v1/responses", """{"model":"m","input":"x","background":true}""");
        Assert.Contains("queued", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        AssertOnDisk(made);
        Assert.Equal(["resp_1"], _file.Query("SELECT key FROM state WHERE collection = 'deferred_jobs'"));

        using var fetched = await gateway.Client.GetAsync(new Uri("/v1/responses/resp_1", UriKind.Relative));
        Assert.Contains("completed", await fetched.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains(made.Headers.GetValues("x-llmproxy-request-id").Single() + "-result", _file.Ids());
    }

    /// <summary>A folder that cannot be made, since a file has its name. Whether there are keys is then not known, so that nobody would be let in.</summary>
    private string[] BlockedFolder()
    {
        var path = Path.Combine(_file.Folder, "blocked");
        File.WriteAllText(path, "");
        return ["--LlmProxy:Storage:Path=" + path, "--LlmProxy:AllowAnonymous=true"];
    }

    private void AssertOnDisk(HttpResponseMessage response) =>
        Assert.Equal(response.Headers.GetValues("x-llmproxy-request-id").Single(), Assert.Single(_file.Ids()));

    private Task<TestGateway> StartAsync(string route, string kind, Uri provider, string[]? folder = null, params string[] more) => TestGateway.StartAsync(
        FlightConfig.Of(route, ("up", kind, [provider], "\"*\"")), null,
        ["--LlmProxy:Storage:Kind=Sqlite", .. folder ?? [_file.Setting], "--LlmProxy:Ledger:Durability=Strict", .. more]);
}
