using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A request that outlasts its time speaks against a destination only if that had the time.</summary>
public sealed class TotalTimeCircuitTests : IDisposable
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";

    private readonly ShiftedClock _clock = new();
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Fact]
    public async Task Whole_TimeWasUsedUpByAnother_IsNotTheLastOnesFault()
    {
        await using var slow = await ScriptedProvider.StartAsync((context, _) =>
        {
            _clock.Advance(TimeSpan.FromSeconds(58));
            context.Response.StatusCode = 503;
            return context.Response.WriteAsync("{}");
        });
        await using var silent = await SilentProvider.StartAsync();
        await using var gateway = await StartAsync(slow.Address, silent.Provider.Address, "00:01:00");

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Single(silent.Provider.Requests);
        Assert.Contains("'a' of cluster 'first' is left alone", _log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("of cluster 'second' is left alone", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whole_TimeIsOverAtTheFirst_IsItsFault()
    {
        await using var silent = await SilentProvider.StartAsync();
        await using var gateway = await StartAsync(silent.Provider.Address, null, "00:00:00.300");

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("'a' of cluster 'first' is left alone", _log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stream_OutlastsTheTime_IsNobodysFault()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(Chunk);
            await context.Response.Body.FlushAsync();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        });
        await using var gateway = await StartAsync(provider.Address, null, "00:00:03");

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);
        await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync());
        Assert.Equal("total_timeout", (await _log.WaitForAsync("RequestFinished"))["Error"]);

        Assert.DoesNotContain("is left alone", _log.Text, StringComparison.Ordinal);
    }

    private Task<TestGateway> StartAsync(Uri first, Uri? second, string total)
    {
        const string breaker = """ "Models": [ "m" ], "Breaker": { "ConsecutiveFailures": 1 } """;
        var config = FailoverConfig.Of(first, second, $$""" "Timeouts": { "Total": "{{total}}" } """)
            .Replace(""" "Models": [ "m" ]""", breaker, StringComparison.Ordinal)
            .Replace(""" "Models": [ "b" ]""", breaker.Replace("\"m\"", "\"b\"", StringComparison.Ordinal), StringComparison.Ordinal);
        return TestGateway.StartAsync(config, builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            _log.AddTo(builder);
        });
    }
}
