using System.Net;
using System.Net.Sockets;

namespace LlmProxy.Load.Http;

/// <summary>One HTTP/1.1 connection with as little work for each exchange as possible, since it shares the machine with what is measured.</summary>
/// <remarks>
/// One exchange at a time: <see cref="SendAsync"/>, <see cref="ReadHeadAsync"/>, then <see cref="ReadBodyAsync"/> until
/// it gives nothing more.
/// </remarks>
internal sealed class HttpConnection(IPEndPoint server) : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly byte[] _buffer = new byte[4096];
    private readonly BodyFraming _framing = new();
    private int _start;
    private int _end;

    /// <summary>Opens the connection.</summary>
    public ValueTask ConnectAsync(CancellationToken cancellationToken) => _socket.ConnectAsync(server, cancellationToken);

    /// <summary>Sends one whole request.</summary>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> request, CancellationToken cancellationToken)
    {
        while (!request.IsEmpty)
            request = request[await _socket.SendAsync(request, SocketFlags.None, cancellationToken)..];
    }

    /// <summary>Reads the head of the answer.</summary>
    public async ValueTask<ResponseHead> ReadHeadAsync(CancellationToken cancellationToken)
    {
        ResponseHead head;
        int consumed;
        while (!ResponseHead.TryParse(_buffer.AsSpan(_start, _end - _start), out head, out consumed))
            await ReceiveAsync(cancellationToken);

        _start += consumed;
        _framing.Begin(head.ContentLength);
        return head;
    }

    /// <summary>
    /// Reads the next piece of the body; empty at its end. The piece lives until the next call.
    /// </summary>
    public async ValueTask<ReadOnlyMemory<byte>> ReadBodyAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var piece = TakePiece();
            if (!piece.IsEmpty || _framing.IsComplete)
                return piece;
            await ReceiveAsync(cancellationToken);
        }
    }

    /// <summary>Closes the connection, with a reset if an answer is still on its way.</summary>
    public void Dispose() => _socket.Dispose();

    private ReadOnlyMemory<byte> TakePiece()
    {
        var taken = _framing.Take(_buffer.AsSpan(_start, _end - _start), out var payload);
        _start += taken;
        // Payload always ends what was taken, so its place follows from its length.
        return _buffer.AsMemory(_start - payload.Length, payload.Length);
    }

    private async ValueTask ReceiveAsync(CancellationToken cancellationToken)
    {
        if (_start == _end)
            _start = _end = 0;
        else if (_end == _buffer.Length)
            MakeRoom();

        var received = await _socket.ReceiveAsync(_buffer.AsMemory(_end), SocketFlags.None, cancellationToken);
        if (received == 0)
            throw new EndOfStreamException("The connection ended in the middle of an answer.");
        _end += received;
    }

    private void MakeRoom()
    {
        if (_start == 0)
            throw new InvalidDataException($"The head of the answer is longer than {_buffer.Length} bytes.");

        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
    }
}
