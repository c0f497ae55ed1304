using System.Net.WebSockets;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class RealtimeTests
{
    [Fact]
    public async Task Connect_WithKeyInSubprotocol_ShowsModelAndEndOfKey()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("realtime");
        socket.Options.AddSubProtocol("openai-insecure-api-key.sk-browser-9876");

        await ConnectAsync(sandbox, socket);
        var created = await ReceiveAsync(sandbox, socket);

        Assert.Equal("realtime", socket.SubProtocol);
        Assert.Equal("session.created", (string?)created["type"]);
        Assert.Equal("gpt-realtime", (string?)created["session"]!["model"]);
        Assert.True((bool)created["session"]!["sandbox"]!["has_key"]!);
        Assert.Equal("9876", (string?)created["session"]!["sandbox"]!["key_end"]);
    }

    [Fact]
    public async Task Response_AfterAUserItem_StreamsTextAndUsage()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var socket = new ClientWebSocket();
        await ConnectAsync(sandbox, socket);
        await ReceiveAsync(sandbox, socket);

        await SendAsync(sandbox, socket,
            """
            {"type":"conversation.item.create","item":{"type":"message","role":"user",
             "content":[{"type":"input_text","text":"sandbox:echo one two"}]}}
            """);
        await SendAsync(sandbox, socket, """{"type":"response.create"}""");
        var events = new List<JsonNode>();
        do events.Add(await ReceiveAsync(sandbox, socket));
        while ((string?)events[^1]["type"] != "response.done");

        Assert.Equal(
            [
                "conversation.item.created", "response.created", "response.output_text.delta", "response.output_text.delta",
                "response.done",
            ],
            events.Select(e => (string)e["type"]!));
        Assert.Equal("one two", string.Concat(events[2..4].Select(e => (string)e["delta"]!)));
        Assert.Equal(2, (int)events[^1]["response"]!["usage"]!["output_tokens"]!);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("""{"type":"unheard.of"}""")]
    public async Task Message_NotUnderstood_IsAnErrorEventAndTheSessionGoesOn(string message)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var socket = new ClientWebSocket();
        await ConnectAsync(sandbox, socket);
        await ReceiveAsync(sandbox, socket);

        await SendAsync(sandbox, socket, message);
        var error = await ReceiveAsync(sandbox, socket);
        await SendAsync(sandbox, socket, """{"type":"session.update","session":{"voice":"sand"}}""");
        var updated = await ReceiveAsync(sandbox, socket);

        Assert.Equal("error", (string?)error["type"]);
        Assert.Equal("sand", (string?)updated["session"]!["voice"]);
    }

    [Fact]
    public async Task Fault_ResetMid_BreaksTheSocket()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("x-sandbox-fault", "gpt-realtime=reset-mid;after:1");
        await ConnectAsync(sandbox, socket);
        await ReceiveAsync(sandbox, socket);

        await SendAsync(sandbox, socket, """{"type":"response.create","response":{"instructions":"sandbox:tokens 9"}}""");

        await Assert.ThrowsAsync<WebSocketException>(async () =>
        {
            while (true) await ReceiveAsync(sandbox, socket);
        });
    }

    [Fact]
    public async Task Get_WithoutUpgrade_Is400()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.Http.GetAsync(new Uri("/v1/realtime?model=m", UriKind.Relative), sandbox.Cancellation);

        Assert.Equal(400, (int)response.StatusCode);
    }

    private static Task ConnectAsync(TestSandbox sandbox, ClientWebSocket socket) => socket.ConnectAsync(
        new UriBuilder(sandbox.Server.Address) { Scheme = "ws", Path = "/v1/realtime", Query = "model=gpt-realtime" }.Uri,
        sandbox.Cancellation);

    private static Task SendAsync(TestSandbox sandbox, ClientWebSocket socket, string message) => socket.SendAsync(
        Encoding.UTF8.GetBytes(message), WebSocketMessageType.Text, endOfMessage: true, sandbox.Cancellation);

    private static async Task<JsonNode> ReceiveAsync(TestSandbox sandbox, ClientWebSocket socket)
    {
        var buffer = new byte[8192];
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), sandbox.Cancellation);
            Assert.Equal(WebSocketMessageType.Text, received.MessageType);
            length += received.Count;
            if (received.EndOfMessage) return JsonNode.Parse(buffer.AsSpan(0, length))!;
        }
    }
}
