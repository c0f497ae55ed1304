using System.Net;
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

    [Fact]
    public async Task Whole_StoreIsAwayAndAnswersAreReleased_IsDelivered()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await StartAsync(Plain, "openai-compatible", provider.Address, BlockedFolder(), "--LlmProxy:Ledger:OnStoreFailure=Release");
        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
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
