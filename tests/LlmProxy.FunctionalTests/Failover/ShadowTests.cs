using System.Net;
using System.Text.Json;
using LlmProxy.Failover.Shadow;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Builder;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Requests are copied to another model, and the client never notices.</summary>
public sealed class ShadowTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shadow_Answers_IsRecordedBesideTheRequest(bool stream)
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var shadow = await ScriptedProvider.StartAsync((context, request) => HedgingTests.AnswerAsync(context, request, "hello"));
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100, "RecordContent": true """, real, shadow);

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", stream ? FlightConfig.Stream : FlightConfig.Whole, ("Authorization", "Bearer caller"), ("Idempotency-Key", "k1"));
        var text = await response.Content.ReadAsStringAsync();
        var compared = (await ComparedAsync(gateway)).GetProperty("data")[0];

        Assert.Equal(stream ? Flown.Chunk("hi") + Flown.EndOfClient : Flown.Json("hi"), text);
        Assert.Equal("1", response.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Equal(response.Headers.GetValues("x-llmproxy-request-id").Single(), compared.GetProperty("request_id").GetString());
        var (first, second) = (compared.GetProperty("request"), compared.GetProperty("shadow"));
        Assert.Equal(("up", "m", "hi", 2), Told(first));
        Assert.Equal(("second", "other", "hello", 5), Told(second));
        Assert.Equal("completed", second.GetProperty("outcome").GetString());
        Assert.Equal("stop", second.GetProperty("finish").GetString());
        if (!stream)
        {
            Assert.Equal(7, second.GetProperty("output_tokens").GetInt64());
            Assert.Equal(7, first.GetProperty("output_tokens").GetInt64());
        }

        Assert.Contains("\"other\"", shadow.Last.Text, StringComparison.Ordinal);
        Assert.Null(shadow.Last.Header("Authorization"));
        Assert.Null(shadow.Last.Header("Idempotency-Key"));
        Assert.Equal("k1", real.Last.Header("Idempotency-Key"));
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Shadow_WithoutRecordContent_KeepsNoText()
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var shadow = await HedgingTests.GoodAsync();
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100 """, real, shadow);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        var compared = (await ComparedAsync(gateway)).GetProperty("data")[0];

        Assert.Equal(2, compared.GetProperty("shadow").GetProperty("text_length").GetInt32());
        Assert.False(compared.GetProperty("shadow").TryGetProperty("text", out _));
        Assert.False(compared.GetProperty("request").TryGetProperty("text", out _));
    }

    [Fact]
    public async Task Shadow_CallerWantsNoOtherPlace_IsNotMade()
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var shadow = await HedgingTests.GoodAsync();
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100 """, real, shadow);

        using (var kept = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole, ("x-llmproxy-failover", "off")))
            Assert.Equal(Flown.Json("hi"), await kept.Content.ReadAsStringAsync());
        using var copied = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
        await ComparedAsync(gateway);

        Assert.Equal(2, real.Requests.Count);
        Assert.Single(shadow.Requests);
        Assert.Single(gateway.Services.GetRequiredService<ShadowRing>().Latest(null, 10));
    }

    [Fact]
    public async Task Shadow_IsSilent_NeitherDelaysNorOutgrowsItsBound()
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var silent = await SilentProvider.StartAsync();
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100, "MaxConcurrent": 1 """, real, silent.Provider);

        for (var i = 0; i < 5; i++)
        {
            using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Whole);
            Assert.Equal(Flown.Json("hi"), await response.Content.ReadAsStringAsync());
            await silent.Asked.Task;
        }

        Assert.Single(silent.Provider.Requests);
    }

    [Fact]
    public async Task Shadow_Fails_IsToldOnlyInTheComparison()
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var failing = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", 500);
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100 """, real, failing);

        using var response = await gateway.PostAsync("/v1/chat/completions", FlightConfig.Stream);
        Assert.Equal(Flown.Chunk("hi") + Flown.EndOfClient, await response.Content.ReadAsStringAsync());
        var shadow = (await ComparedAsync(gateway)).GetProperty("data")[0].GetProperty("shadow");

        Assert.Equal(500, shadow.GetProperty("status").GetInt32());
        Assert.Equal("provider_error", shadow.GetProperty("outcome").GetString());
        // One attempt, whatever the route's retries are.
        Assert.Single(failing.Requests);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Shadow_ClientLeaves_GoesOnAndIsRecorded()
    {
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var silent = await SilentProvider.StartAsync();
        await using var shadow = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            await go.Task;
            await HedgingTests.AnswerAsync(context, request);
        });
        await using var gateway = await StartAsync(""" "Target": "other", "Percent": 100 """, silent.Provider, shadow);
        using var client = await RawClient.ConnectAsync(gateway.Address);
        await client.SendAsync($"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {FlightConfig.Whole.Length}\r\n\r\n{FlightConfig.Whole}");
        await silent.Asked.Task;

        client.Reset();
        await silent.Cancelled.Task;
        go.SetResult();
        var compared = (await ComparedAsync(gateway)).GetProperty("data")[0];

        Assert.Equal("client_gone", compared.GetProperty("request").GetProperty("outcome").GetString());
        Assert.Equal("completed", compared.GetProperty("shadow").GetProperty("outcome").GetString());
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Theory]
    [InlineData("?limit=0")]
    [InlineData("?limit=1001")]
    [InlineData("?limit=x")]
    public async Task Shadows_LimitOutOfRange_IsRefused(string query)
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var gateway = await StartAsync(""" "Target": "other" """, real, real);

        using var response = await gateway.Client.GetAsync("/v1/shadows" + query);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Shadows_AdminKeyIsSet_DemandsIt()
    {
        await using var real = await HedgingTests.GoodAsync();
        await using var gateway = await TestGateway.StartAsync(
            Config(""" "Target": "other" """, real, real), null, "--LlmProxy:Access:AdminKey=secret-admin-key");

        using var response = await gateway.Client.GetAsync("/v1/shadows");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    private static Task<TestGateway> StartAsync(string shadow, ScriptedProvider real, ScriptedProvider other) => TestGateway.StartAsync(Config(shadow, real, other));

    private static string Config(string shadow, ScriptedProvider real, ScriptedProvider other) => FlightConfig.Of(
        $$""" "Shadow": { {{shadow}} } """,
        ("up", "openai-compatible", [real.Address], "\"m\""),
        ("second", "openai-compatible", [other.Address], "\"other\""));

    private static async Task<JsonElement> ComparedAsync(TestGateway gateway)
    {
        var patience = Task.Delay(TimeSpan.FromSeconds(30));
        while (gateway.Services.GetRequiredService<ShadowRing>().Latest(null, 1).Count == 0 && !patience.IsCompleted)
            await Task.Yield();
        using var document = JsonDocument.Parse(await gateway.Client.GetStringAsync("/v1/shadows?route=llm&limit=10"));
        return document.RootElement.Clone();
    }

    private static (string?, string?, string?, int) Told(JsonElement side) => (
        side.GetProperty("cluster").GetString(), side.GetProperty("model").GetString(), side.GetProperty("text").GetString(), side.GetProperty("text_length").GetInt32());
}
