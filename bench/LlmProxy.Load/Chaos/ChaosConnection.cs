using System.Buffers.Text;
using System.Net.Sockets;

namespace LlmProxy.Load.Chaos;

/// <summary>One connection to a target: reads requests, one after another, and does with each what the target's fault says.</summary>
internal sealed class ChaosConnection(ChaosTarget target, Socket socket) : IDisposable
{
    // The requests of this run are far shorter, whatever a gateway adds.
    private readonly byte[] _buffer = new byte[8192];
    private int _idle = 1;

    /// <summary>Serves until either side closes the connection.</summary>
    public async Task RunAsync()
    {
        socket.NoDelay = true;
        try
        {
            while (await ReadAsync() is { } bodyLength && await AnswerAsync(bodyLength))
                Volatile.Write(ref _idle, 1);
        }
        catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
        {
            // The gateway left, or the port was closed.
        }
    }

    /// <summary>Closes the connection unless a request is on it.</summary>
    public void CloseIfIdle()
    {
        if (Interlocked.CompareExchange(ref _idle, 2, 1) == 1)
            socket.Dispose();
    }

    /// <summary>Closes the connection.</summary>
    public void Dispose() => socket.Dispose();

    /// <summary>Reads one request to the buffer's start.</summary>
    /// <returns>Where its body lies; null: no further request comes.</returns>
    private async Task<Range?> ReadAsync()
    {
        var length = 0;
        while (true)
        {
            var received = await socket.ReceiveAsync(_buffer.AsMemory(length));
            if (received == 0 || (length == 0 && Interlocked.CompareExchange(ref _idle, 0, 1) != 1))
                return null;
            length += received;
            if (Body(_buffer.AsSpan(0, length)) is { } body && body.End.Value <= length)
                return body;
            if (length == _buffer.Length)
            {
                target.Note("A request is longer than 8 KB, or its body has no length.");
                return null;
            }
        }
    }

    private static Range? Body(ReadOnlySpan<byte> received)
    {
        var start = received.IndexOf("\r\n\r\n"u8) + 4;
        if (start < 4)
            return null;
        var header = received[..start].IndexOf("\r\nContent-Length: "u8);
        return header >= 0 && Utf8Parser.TryParse(received[(header + 18)..], out int length, out _) ? start..(start + length) : int.MaxValue..int.MaxValue;
    }

    private async Task<bool> AnswerAsync(Range body)
    {
        if (!ChaosMessages.TryRead(_buffer.AsSpan(body), out var id, out var stream, out var wantsUsage))
        {
            target.Note("A request came that no client has sent.");
            return false;
        }

        var (request, attempt, fault) = target.Take(id, stream);
        var whole = false;
        try
        {
            foreach (var step in new AnswerScript(id, attempt, wantsUsage).For(fault, stream))
            {
                if (!await DoAsync(step))
                    return false;
            }

            whole = fault is FaultKind.None or FaultKind.Slow;
            return true;
        }
        finally
        {
            target.Leave(request, whole);
        }
    }

    /// <returns>Whether the connection goes on.</returns>
    private async Task<bool> DoAsync(AnswerStep step)
    {
        switch (step.Act)
        {
            case AnswerAct.Send:
                for (ReadOnlyMemory<byte> rest = step.Bytes; !rest.IsEmpty;)
                    rest = rest[await socket.SendAsync(rest)..];
                return true;
            case AnswerAct.Pause:
                await Task.Delay(step.Time);
                return true;
            case AnswerAct.Silence:
                return !await LeavesAsync(step.Time);
            case AnswerAct.Reset:
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
                return false;
            default:
                socket.Shutdown(SocketShutdown.Send);
                socket.Dispose();
                return false;
        }
    }

    /// <summary>Whether the caller leaves within a time.</summary>
    private async Task<bool> LeavesAsync(TimeSpan longest)
    {
        using var limit = new CancellationTokenSource(longest);
        try
        {
            if (await socket.ReceiveAsync(_buffer, limit.Token) > 0)
                target.Note("A second request came before the first was answered.");
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
