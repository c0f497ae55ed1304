using System.Net;
using System.Net.Sockets;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Failover;

/// <summary>Providers that take too long: each limit has its code, fails over while nothing has reached the client, and ends in a frame after that.</summary>
public sealed class TimeLimitTests
{
    private const string Whole = """{"model":"m","messages":[{"role":"user","content":"x"}]}""";
    private const string Streamed = """{"model":"m","stream":true,"messages":[{"role":"user","content":"x"}]}""";
    private const string Good = """{"id":"good","choices":[]}""";
    private const string Role = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"}}]}\n\n";
    private const string Chunk = "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n";
    private const string MessagesStart = "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"c\",\"usage\":{\"input_tokens\":1}}}\n\n";
    private const string MessagesDelta = "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"hi\"}}\n\n";
    private const string FirstByte = """ "Timeouts": { "FirstByte": "00:00:00.200" } """;
    private const string Idle = """ "Timeouts": { "Idle": "00:00:00.200" } """;
    private const string Total = """ "Timeouts": { "Total": "00:00:00.300" } """;

    [Theory]
    [InlineData(FirstByte, "first_byte_timeout", Streamed, "", null)]
    [InlineData(FirstByte, "first_byte_timeout", Streamed, "text/event-stream", null)]
    [InlineData(Idle, "idle_timeout", Streamed, "text/event-stream", Role)]
    [InlineData(Total, "total_timeout", Streamed, "", null)]
    [InlineData(Total, "total_timeout", Streamed, "text/event-stream", Role)]
    [InlineData(Total, "total_timeout", Whole, "", null)]
    [InlineData(Total, "total_timeout", Whole, "application/json", null)]
    [InlineData(Total, "total_timeout", Whole, "application/json", "{\"id\":")]
    public async Task Limit_PassedBeforeAnythingIsSent_Is504(string timeouts, string code, string request, string contentType, string? first)
    {
        await using var provider = await StallAsync(contentType, first);
        var logs = new LogCollector();
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(provider.Address, second: null, timeouts), logs.AddTo);

        using var response = await gateway.PostAsync("/v1/chat/completions", request);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains($"\"code\":\"{code}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(code, (await logs.WaitForAsync("RequestFinished"))["Error"]);
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(FirstByte, Streamed, "", null)]
    [InlineData(FirstByte, Streamed, "text/event-stream", null)]
    [InlineData(Idle, Streamed, "text/event-stream", Role)]
    public async Task Limit_PassedBeforeAnythingIsSent_FailsOver(string timeouts, string request, string contentType, string? first)
    {
        await using var provider = await StallAsync(contentType, first);
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(provider.Address, good.Address, timeouts));

        using var response = await gateway.PostAsync("/v1/chat/completions", request);

        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
        Assert.Equal("2", response.Headers.GetValues("x-llmproxy-attempts").Single());
    }

    [Theory]
    [InlineData(Idle, "idle_timeout", "openai-compatible", Chunk)]
    [InlineData(Total, "total_timeout", "openai-compatible", Chunk)]
    [InlineData(Idle, "idle_timeout", "anthropic", MessagesStart + MessagesDelta)]
    [InlineData(Total, "total_timeout", "anthropic", MessagesStart + MessagesDelta)]
    public async Task Limit_PassedInTheMiddleOfAStream_IsAFrameAndThenACut(string timeouts, string code, string kind, string first)
    {
        await using var provider = await StallAsync("text/event-stream", first);
        await using var good = await ScriptedProvider.StartAsync(Good);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(provider.Address, good.Address, timeouts, kind));

        var (text, isCut) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Streamed));

        Assert.Contains("\"content\":\"hi\"", text, StringComparison.Ordinal);
        Assert.EndsWith($"\"code\":\"{code}\"}}}}\n\n", text, StringComparison.Ordinal);
        Assert.True(isCut);
        Assert.Empty(good.Requests);
    }

    [Fact]
    public async Task Total_PassedInTheMiddleOfALargeWholeAnswer_IsACut()
    {
        var first = "{\"id\":\"" + new string('x', 3000);
        await using var provider = await StallAsync("application/json", first);
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(provider.Address, second: null, Total + """, "Gate": { "MaxBytes": 1024 } """));

        var (text, isCut) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Whole));

        Assert.Equal(first, text);
        Assert.True(isCut);
    }

    [Fact]
    public async Task Total_PassedInAnAnswerThatNobodyReads_IsACut()
    {
        await using var provider = await StallAsync("audio/mpeg", "sound");
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(provider.Address, second: null, Total));

        var (text, isCut) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/audio/speech", """{"model":"m","input":"x","voice":"v"}"""));

        Assert.Equal("sound", text);
        Assert.True(isCut);
    }

    [Fact]
    public async Task Idle_OfAWholeAnswer_HasNoLimit()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(Good[..5]);
            await context.Response.Body.FlushAsync();
            await Task.Delay(400);
            await context.Response.WriteAsync(Good[5..]);
        });
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(provider.Address, second: null, """ "Timeouts": { "FirstByte": "00:00:00.100", "Idle": "00:00:00.100" } """));

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Timeouts_OfTheCluster_HoldWhereTheRouteSetsNone()
    {
        await using var provider = await StallAsync("", null);
        var config = FailoverConfig.Of(provider.Address, second: null)
            .Replace("\"Models\": [ \"m\" ]", "\"Models\": [ \"m\" ], \"Timeouts\": { \"FirstByte\": \"00:00:00.200\" }", StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);

        using var response = await gateway.PostAsync("/v1/chat/completions", Streamed);

        Assert.Contains("\"code\":\"first_byte_timeout\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ActivityTimeout_SetForTheCluster_IsYarps()
    {
        await using var provider = await StallAsync("", null);
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(provider.Address, second: null, cluster: """ "HttpRequest": { "ActivityTimeout": "00:00:00.200" } """));

        using var response = await gateway.PostAsync("/v1/chat/completions", Whole);

        Assert.Equal(HttpStatusCode.GatewayTimeout, response.StatusCode);
        Assert.Contains("\"code\":\"upstream_timeout\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Whole)]
    [InlineData(Streamed)]
    public async Task Connect_NoAnswerToIt_FailsOverOrIs504(string request)
    {
        using var full = FullListener();
        await using var good = await ScriptedProvider.StartAsync(Good);
        var address = new Uri($"http://{full.Listener.LocalEndPoint}/");
        const string connect = """ "Timeouts": { "Connect": "00:00:00.200" } """;
        await using var alone = await TestGateway.StartAsync(FailoverConfig.Of(address, second: null, connect));
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(address, good.Address, connect));

        using var error = await alone.PostAsync("/v1/chat/completions", request);
        using var response = await gateway.PostAsync("/v1/chat/completions", request);

        Assert.Equal(HttpStatusCode.GatewayTimeout, error.StatusCode);
        Assert.Contains("\"code\":\"connect_timeout\"", await error.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(Good, await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("openai-compatible", Streamed, "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n", "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("openai", Streamed, "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n", "data: {\"id\":\"c1\",\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n")]
    [InlineData("anthropic", Streamed, MessagesStart + MessagesDelta, "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":1}}\n\nevent: message_stop\ndata: {\"type\":\"message_stop\"}\n\n")]
    public async Task KeepAlive_SilentProvider_SendsCommentsThatChangeNothing(string kind, string request, string first, string rest)
    {
        var goOn = new TaskCompletionSource();
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync(first);
            await context.Response.Body.FlushAsync();
            await goOn.Task;
            await context.Response.WriteAsync(rest);
        });
        await using var gateway = await TestGateway.StartAsync(
            FailoverConfig.Of(provider.Address, second: null, """ "KeepAlive": { "Interval": "00:00:00.100" } """, kind));

        using var response = await gateway.PostAsync("/v1/chat/completions", request);
        await using var body = await response.Content.ReadAsStreamAsync();
        var text = new StringBuilder();
        var buffer = new byte[4096];
        while (text.ToString().Split(": keep-alive\n\n").Length < 3)
            text.Append(Encoding.UTF8.GetString(buffer, 0, await body.ReadAsync(buffer)));
        goOn.SetResult();
        while (await body.ReadAsync(buffer) is var read and > 0)
            text.Append(Encoding.UTF8.GetString(buffer, 0, read));

        var events = text.ToString().Replace(": keep-alive\n\n", "", StringComparison.Ordinal);
        Assert.Contains("\"content\":\"hi\"", events, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", events, StringComparison.Ordinal);
        if (kind != "anthropic")
            Assert.Equal(first + rest, events);
    }

    [Fact]
    public async Task KeepAlive_Off_SendsNone()
    {
        await using var provider = await StallAsync("text/event-stream", Chunk);
        await using var gateway = await TestGateway.StartAsync(FailoverConfig.Of(
            provider.Address, second: null, """ "KeepAlive": { "Enabled": false, "Interval": "00:00:00.100" }, "Timeouts": { "Idle": "00:00:00.400" } """));

        var (text, _) = await BrokenBody.ReadAsync(await gateway.PostAsync("/v1/chat/completions", Streamed));

        Assert.StartsWith(Chunk + "data: {\"error\"", text, StringComparison.Ordinal);
    }

    /// <summary>A provider that says so much and then nothing more; with no content type it does not answer at all.</summary>
    private static Task<ScriptedProvider> StallAsync(string contentType, string? first) => ScriptedProvider.StartAsync(async (context, _) =>
    {
        if (contentType.Length > 0)
        {
            context.Response.ContentType = contentType;
            await context.Response.WriteAsync(first ?? "");
            await context.Response.Body.FlushAsync();
        }

        await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    });

    /// <summary>A port that is listened at and whose queue is full: what connects to it waits.</summary>
    private static FullPort FullListener() => new();

    private sealed class FullPort : IDisposable
    {
        private readonly List<Socket> _waiting = [];

        public FullPort()
        {
            Listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            Listener.Listen(0);
            for (var i = 0; i < 8; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _waiting.Add(socket);
                try
                {
                    socket.Connect(Listener.LocalEndPoint!);
                }
                catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // It connects, or waits, by itself.
                }
            }
        }

        public Socket Listener { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

        public void Dispose()
        {
            foreach (var socket in _waiting)
                socket.Dispose();
            Listener.Dispose();
        }
    }
}
