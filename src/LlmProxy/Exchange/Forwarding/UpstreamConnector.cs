using System.Net.Sockets;
using LlmProxy.Exchange.Headers;

namespace LlmProxy.Exchange.Forwarding;

/// <summary>Opens connections within the limit of the attempt that they are opened for.</summary>
internal sealed class UpstreamConnector(TimeProvider clock)
{
    /// <summary>Opens one, as <see cref="SocketsHttpHandler"/> itself would.</summary>
    /// <exception cref="TimeoutException">The attempt's limit has passed.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        using var limit = context.InitialRequestMessage.Options.TryGetValue(LlmRequestTransform.AttemptKey, out var attempt)
            ? new CancellationTokenSource(attempt.Timeouts.Connect, clock)
            : new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(context.DnsEndPoint, either.Token);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (OperationCanceledException e) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new TimeoutException("The connection was not opened in time.", e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
