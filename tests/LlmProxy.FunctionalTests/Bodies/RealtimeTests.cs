using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Configuration;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Sandbox;

namespace LlmProxy.FunctionalTests.Bodies;

public sealed class RealtimeTests : IDisposable
{
    private const string BrowsersKey = "openai-insecure-api-key.sk-browser-9876";

    private readonly CancellationTokenSource _patience = new(TimeSpan.FromSeconds(60));

    private CancellationToken Cancellation => _patience.Token;

    public void Dispose() => _patience.Dispose();

    [Theory]
    [InlineData("\"Credential\": \"Caller\"", "9876")]
    [InlineData("\"ApiKey\": \"sk-cluster-1234\"", "1234")]
    [InlineData("\"Models\": [ \"*\" ]", null)]
    public async Task Connect_KeyInASubprotocol_GoesUpAsACredentialOrNotAtAll(string llm, string? keyEnd)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        await using var gateway = await StartAsync(sandbox, llm);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("realtime");
        socket.Options.AddSubProtocol(BrowsersKey);
        socket.Options.AddSubProtocol("openai-beta.realtime-v1");

        await ConnectAsync(gateway, socket);
        var created = await ReceiveAsync(socket);

        Assert.Equal("realtime", socket.SubProtocol);
        Assert.Equal("session.created", (string?)created["type"]);
        Assert.Equal("sandbox-realtime", (string?)created["session"]!["model"]);
        Assert.Equal(keyEnd, (string?)created["session"]!["sandbox"]!["key_end"]);
        var received = Assert.Single(sandbox.Requests.Snapshot());
        Assert.Equal("realtime, openai-beta.realtime-v1", received.Headers["Sec-WebSocket-Protocol"]);
    }

    [Fact]
    public async Task Connect_NoSubprotocolButTheKey_NoneIsOffered()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        await using var gateway = await StartAsync(sandbox, "\"Credential\": \"Caller\"");
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol(BrowsersKey);

        await ConnectAsync(gateway, socket);
        var created = await ReceiveAsync(socket);

        Assert.Equal("9876", (string?)created["session"]!["sandbox"]!["key_end"]);
        Assert.DoesNotContain("Sec-WebSocket-Protocol", Assert.Single(sandbox.Requests.Snapshot()).Headers.Keys, StringComparer.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Talk_MessagesPassBothWaysAndTheClientsCloseIsAnswered()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        await using var gateway = await StartAsync(sandbox);
        using var socket = new ClientWebSocket();
        await ConnectAsync(gateway, socket);
        await ReceiveAsync(socket);

        await SendAsync(socket, """{"type":"response.create","response":{"instructions":"sandbox:echo one two"}}""");
        var text = "";
        for (var e = await ReceiveAsync(socket); (string?)e["type"] != "response.done"; e = await ReceiveAsync(socket))
            text += (string?)e["delta"];
        await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "enough", Cancellation);

        Assert.Equal("one two", text);
        Assert.Equal(WebSocketState.Closed, socket.State);
        Assert.Equal(WebSocketCloseStatus.NormalClosure, socket.CloseStatus);
        await sandbox.Requests.WaitForAsync(request => request.Completed, Cancellation);
    }

    [Fact]
    public async Task Close_ByTheProvider_ReachesTheClientWithItsReason()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            using var up = await context.WebSockets.AcceptWebSocketAsync();
            await up.CloseAsync(WebSocketCloseStatus.PolicyViolation, "session_expired", Cancellation);
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var socket = new ClientWebSocket();
        await ConnectAsync(gateway, socket);

        var received = await socket.ReceiveAsync(new byte[16].AsMemory(), Cancellation);

        Assert.Equal(WebSocketMessageType.Close, received.MessageType);
        Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        Assert.Equal("session_expired", socket.CloseStatusDescription);
    }

    [Fact]
    public async Task Abort_ByTheProvider_BreaksTheClientsSocket()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions(), Cancellation);
        await using var gateway = await StartAsync(sandbox);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("x-sandbox-fault", "*=reset-mid;after:1");
        await ConnectAsync(gateway, socket);
        await ReceiveAsync(socket);

        await SendAsync(socket, """{"type":"response.create","response":{"instructions":"sandbox:tokens 9"}}""");

        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (true)
                await ReceiveAsync(socket);
        });
    }

    [Fact]
    public async Task Abort_ByTheClient_TheProviderSeesItLeave()
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            using var up = await context.WebSockets.AcceptWebSocketAsync();
            try
            {
                await up.ReceiveAsync(new byte[16].AsMemory(), Cancellation);
            }
            catch (WebSocketException)
            {
                left.SetResult();
            }
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var socket = new ClientWebSocket();
        await ConnectAsync(gateway, socket);

        socket.Abort();

        await left.Task.WaitAsync(Cancellation);
    }

    [Fact]
    public async Task Connect_ProviderRefuses_TheHandshakeFailsWithItsStatus()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"error":{"message":"no"}}""", 401);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(gateway, socket));

        Assert.Equal(HttpStatusCode.Unauthorized, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Connect_ProviderHasNoRealtime_TheHandshakeFailsWith400()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;

        await Assert.ThrowsAsync<WebSocketException>(() => ConnectAsync(gateway, socket));

        Assert.Equal(HttpStatusCode.BadRequest, socket.HttpStatusCode);
        Assert.Empty(provider.Requests);
    }

    private static Task<TestGateway> StartAsync(SandboxServer sandbox, string llm = "\"Models\": [ \"*\" ]") => TestGateway.StartAsync(
        GatewayConfig.Of("up", ("up", "sandbox:", "\"Provider\": \"sandbox\", " + llm)),
        builder => builder.Services.AddSingleton<IBuiltInSandbox>(new GivenSandbox(sandbox.Address)));

    private Task ConnectAsync(TestGateway gateway, ClientWebSocket socket) => socket.ConnectAsync(
        new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/v1/realtime", Query = "model=sandbox-realtime" }.Uri, Cancellation);

    private Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, Cancellation);

    private async Task<JsonNode> ReceiveAsync(ClientWebSocket socket)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), Cancellation);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            length += received.Count;
            if (received.EndOfMessage)
                return JsonNode.Parse(buffer.AsSpan(0, length))!;
        }
    }
}
