using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Startup;

/// <summary>The real process, told to stop while requests are open.</summary>
public sealed class ShutdownTests
{
    private const string Start = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hello\"}}]}\n\n";
    private const string End = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n";
    private const string Stream = """{"model":"m","stream":true,"messages":[]}""";
    private const string Whole = """{"model":"m","messages":[]}""";

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _goOn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task Sigterm_StreamInFlight_FinishesAfterReadinessHasFailed()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var provider = await ScriptedProvider.StartAsync(HalfStreamAsync);
        await using var gateway = await GatewayProcess.StartAsync(Config(provider.Address, delay: 2, drain: 60));
        using var response = await PostAsync(gateway, Stream);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length]);

        gateway.Terminate();
        await UntilAsync(async () => await StatusAsync(gateway, "/health/ready") == HttpStatusCode.ServiceUnavailable);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(gateway, "/health/live"));
        _goOn.SetResult();

        using var rest = new StreamReader(body);
        Assert.Equal(End, await rest.ReadToEndAsync());
        Assert.Equal(0, await gateway.ExitAsync());
    }

    [Fact]
    public async Task Sigterm_StreamHangs_GetsTheErrorFrame()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var provider = await ScriptedProvider.StartAsync(HalfStreamAsync);
        await using var gateway = await GatewayProcess.StartAsync(Config(provider.Address, delay: 0, drain: 1));
        using var response = await PostAsync(gateway, Stream);
        await using var body = await response.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[Start.Length]);

        gateway.Terminate();

        var (rest, isBroken) = await ReadToBreakAsync(body);
        Assert.Contains("gateway_stopping", rest, StringComparison.Ordinal);
        Assert.DoesNotContain("[DONE]", rest, StringComparison.Ordinal);
        Assert.True(isBroken);
        Assert.Equal(0, await gateway.ExitAsync());
    }

    [Fact]
    public async Task Sigterm_NotYetAnswered_Gets503WithRetryAfter()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            _asked.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        await using var gateway = await GatewayProcess.StartAsync(Config(provider.Address, delay: 0, drain: 1));
        var asking = PostAsync(gateway, Whole);
        await _asked.Task;

        gateway.Terminate();

        using var response = await asking;
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(1), response.Headers.RetryAfter?.Delta);
        Assert.Contains("gateway_stopping", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await gateway.ExitAsync());
        Assert.Single(provider.Requests);
    }

    [Fact]
    public async Task Sigterm_Twice_EndsAtOnce()
    {
        if (OperatingSystem.IsWindows())
            return;
        await using var provider = await ScriptedProvider.StartAsync(HalfStreamAsync);
        await using var gateway = await GatewayProcess.StartAsync(Config(provider.Address, delay: 60, drain: 3600));
        using var response = await PostAsync(gateway, Stream);

        gateway.Terminate();
        await UntilAsync(async () => await StatusAsync(gateway, "/health/ready") == HttpStatusCode.ServiceUnavailable);
        gateway.Terminate();

        Assert.Equal(128 + 15, await gateway.ExitAsync());
    }

    private static string Config(Uri provider, int delay, int drain) => TestGateway.Config(
        provider, proxy: $$"""
        "Shutdown": { "Delay": "{{TimeSpan.FromSeconds(delay):c}}", "Drain": "{{TimeSpan.FromSeconds(drain):c}}" }
        """);

    private static Task<HttpResponseMessage> PostAsync(GatewayProcess gateway, string json) => gateway.Client.SendAsync(
        new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions") { Content = new StringContent(json, Encoding.UTF8, "application/json") },
        HttpCompletionOption.ResponseHeadersRead);

    private static async Task<HttpStatusCode> StatusAsync(GatewayProcess gateway, string path)
    {
        using var response = await gateway.Client.GetAsync(path);
        return response.StatusCode;
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
            await Task.Yield();
    }

    private static async Task<(string Text, bool IsBroken)> ReadToBreakAsync(Stream body)
    {
        using var all = new MemoryStream();
        try
        {
            await body.CopyToAsync(all);
            return (Encoding.UTF8.GetString(all.ToArray()), false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            return (Encoding.UTF8.GetString(all.ToArray()), true);
        }
    }

    private async Task HalfStreamAsync(HttpContext context, ReceivedRequest request)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(Start);
        await context.Response.Body.FlushAsync();
        await _goOn.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync(End);
    }
}
