using System.Net.WebSockets;
using System.Text.Json;
using LlmProxy.Sandbox.Errors;
using LlmProxy.Sandbox.Hosting;

namespace LlmProxy.Sandbox.Realtime;

/// <summary><c>GET /realtime</c>, a WebSocket.</summary>
internal static class RealtimeEndpoint
{
    private const string Subprotocol = "realtime";
    private const int MaxMessageBytes = 1024 * 1024;

    public static async Task HandleAsync(Exchange exchange)
    {
        var context = exchange.Context;
        if (!context.WebSockets.IsWebSocketRequest)
            throw ApiException.Invalid("The realtime endpoint takes WebSocket connections only.", null);
        if (exchange.Model.Length == 0) throw ApiException.Missing("model");
        var accepted = context.WebSockets.WebSocketRequestedProtocols.Contains(Subprotocol) ? Subprotocol : null;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(accepted).ConfigureAwait(false);
        using var session = new RealtimeSession(exchange, socket);
        try
        {
            await session.StartAsync().ConfigureAwait(false);
            await ReceiveAsync(exchange, socket, session).ConfigureAwait(false);
        }
        catch (WebSocketException)
        {
            // The client left without a close handshake.
        }
    }

    private static async Task ReceiveAsync(Exchange exchange, WebSocket socket, RealtimeSession session)
    {
        var buffer = new byte[16 * 1024];
        using var message = new MemoryStream();
        while (socket.State == WebSocketState.Open)
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(), exchange.Ended).ConfigureAwait(false);
            if (received.MessageType == WebSocketMessageType.Close)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, exchange.Ended).ConfigureAwait(false);
                return;
            }

            message.Write(buffer, 0, received.Count);
            if (message.Length > MaxMessageBytes)
            {
                await socket.CloseAsync(WebSocketCloseStatus.MessageTooBig, null, exchange.Ended).ConfigureAwait(false);
                return;
            }

            if (!received.EndOfMessage) continue;
            await HandleAsync(session, message.GetBuffer().AsMemory(0, (int)message.Length)).ConfigureAwait(false);
            message.SetLength(0);
        }
    }

    private static async Task HandleAsync(RealtimeSession session, ReadOnlyMemory<byte> message)
    {
        try
        {
            using var document = JsonDocument.Parse(message);
            await session.HandleAsync(document.RootElement).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            await session.SendErrorAsync("The message is not valid JSON.").ConfigureAwait(false);
        }
    }
}
