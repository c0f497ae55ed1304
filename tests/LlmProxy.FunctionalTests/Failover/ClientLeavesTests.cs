using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>A client that leaves ends its request in every phase; nothing is tried for it any more, nothing stays, and no provider is blamed.</summary>
public sealed class ClientLeavesTests : IDisposable
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Role = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\"}}]}\n\n";
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
    private const string Good = """{"id":"good","choices":[]}""";

    private readonly ShiftedClock _clock = new();
    private readonly LogCollector _log = new();

    public void Dispose() => _log.Dispose();

    [Theory]
    [InlineData(Whole, 0, "")]
    [InlineData(Streamed, 0, "")]
    [InlineData(Streamed, 200, "")]
    [InlineData(Streamed, 200, Role)]
    [InlineData(Streamed, 200, Chunk)]
    [InlineData(Whole, 200, "{\"id\":")]
    [InlineData(Whole, 500, "{\"err")]
    [InlineData(Streamed, 401, "{\"err")]
    public async Task Client_LeavesAProbe_TheNextRequestIsTheProbe(string request, int status, string beginning)
    {
        var requests = 0;
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            var number = Interlocked.Increment(ref requests);
            context.Response.ContentType = number == 2 && status == 200 && request == Streamed ? "text/event-stream" : "application/json";
            if (number != 2)
            {
                context.Response.StatusCode = number == 1 ? 500 : 200;
                await context.Response.WriteAsync(Good);
                return;
            }

            if (status != 0)
            {
                context.Response.StatusCode = status;
                await context.Response.WriteAsync(beginning);
                await context.Response.Body.FlushAsync();
            }

            arrived.SetResult();
            await Task.Delay(TimeSpan.FromMinutes(1), context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            aborted.SetResult();
        });
        await using var gateway = await StartAsync(provider.Address, """ "Breaker": { "ConsecutiveFailures": 1, "OpenFor": "00:05:00", "Probes": 1, "RampUp": "00:00:00" } """);
        using (await gateway.PostAsync("/v1/chat/completions", Whole))
            await _log.WaitForAsync("CircuitOpened");
        _clock.Advance(TimeSpan.FromMinutes(5));

        using (var client = await RawClient.ConnectAsync(gateway.Address))
        {
            await client.SendAsync(Post(request));
            await arrived.Task;
            client.Reset();
        }

        await aborted.Task;
        var line = await _log.WaitForAsync("RequestFinished", 2);
        Assert.Equal(("client_gone", 1), (line["Outcome"], line["Attempts"]));
        Assert.DoesNotContain("has not recovered", _log.Text, StringComparison.Ordinal);
        using var next = await gateway.PostAsync("/v1/chat/completions", Whole);
        Assert.Equal((HttpStatusCode.OK, "1"), (next.StatusCode, next.Headers.GetValues("x-llmproxy-attempts").Single()));
        await next.Content.LoadIntoBufferAsync();
        await Flown.AssertNothingLeftAsync(gateway);
    }

    [Fact]
    public async Task Client_LeavesWhileARetryIsWaitedFor_NothingIsTried()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = "600";
            return context.Response.WriteAsync("{}");
        });
        await using var gateway = await StartAsync(provider.Address, "", """ "Retry": { "MaxRetryAfter": "00:10:00" }, "Timeouts": { "Total": "01:00:00" } """);

        using (var client = await RawClient.ConnectAsync(gateway.Address))
        {
            await client.SendAsync(Post(Whole));
            await _log.WaitForAsync("FailedOver");
            client.Reset();
        }

        var line = await _log.WaitForAsync("RequestFinished");
        Assert.Equal(("client_gone", 1), (line["Outcome"], line["Attempts"]));
        Assert.Single(provider.Requests);
        await Flown.AssertNothingLeftAsync(gateway);
    }

    private static string Post(string body) =>
        $"POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n{body}";

    private Task<TestGateway> StartAsync(Uri provider, string cluster, string route = """ "Retry": { "MaxAttempts": 1 } """) => TestGateway.StartAsync(
        TestGateway.Config(provider, llm: cluster, route: route),
        builder =>
        {
            builder.Services.AddSingleton<TimeProvider>(_clock);
            _log.AddTo(builder);
        });
}
