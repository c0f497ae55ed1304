using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LlmProxy.Load.Chaos;

/// <summary>One provider of the chaos run: a port whose answers can be switched. Runs in the load generator's process, on bare sockets.</summary>
/// <remarks>
/// What happens to a request is decided when it arrives; a switch later on does not touch it. So a port that is closed
/// takes away only connections that nobody is using.
/// </remarks>
internal sealed class ChaosTarget : IDisposable
{
    private readonly ConcurrentDictionary<ChaosConnection, bool> _connections = new();
    private readonly ConcurrentQueue<string> _oddities = new();
    private readonly ChaosLedger _ledger;

    // Bound and never listening: keeps the port from becoming somebody's outgoing one while it is closed.
    private readonly Socket _placeholder;
    private Socket? _listener;
    private volatile FaultKind _fault;
    private int _open;
    private long _served;

    /// <summary>Listens on a free loopback port.</summary>
    public ChaosTarget(ChaosLedger ledger)
    {
        _ledger = ledger;
        _placeholder = NewSocket();
        _placeholder.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        EndPoint = (IPEndPoint)_placeholder.LocalEndPoint!;
        Listen();
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Its address as configurations name it.</summary>
    public string Address => $"http://{EndPoint}/";

    /// <summary>What it does to requests that arrive now.</summary>
    public FaultKind Fault => _fault;

    /// <summary>Requests that were read and are not answered to the end, nor given up by either side.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Connections to it.</summary>
    public int Connections => _connections.Count;

    /// <summary>Whole answers it has given.</summary>
    public long Served => Volatile.Read(ref _served);

    /// <summary>What no gateway should send, in words; at most ten are kept.</summary>
    public IReadOnlyCollection<string> Oddities => _oddities;

    /// <summary>Changes what it does.</summary>
    public void Switch(FaultKind fault)
    {
        _fault = fault;
        if (fault == FaultKind.Refuse)
            StopListening();
        else if (_listener is null)
            Listen();
    }

    /// <summary>A connection has read a request.</summary>
    public (ChaosRequest Request, int Attempt, FaultKind Fault) Take(long id, bool stream)
    {
        Interlocked.Increment(ref _open);
        // A request that came just when the port was closed, on a connection from before.
        var fault = _fault == FaultKind.Refuse ? FaultKind.Reset : _fault;
        var request = _ledger.Find(id, stream);
        return (request, request.Arrived(fault), fault);
    }

    /// <summary>A connection is done with a request, in whatever way.</summary>
    /// <param name="request">The request.</param>
    /// <param name="whole">Whether the whole answer was sent.</param>
    public void Leave(ChaosRequest request, bool whole)
    {
        Interlocked.Decrement(ref _open);
        if (!whole)
            return;
        Interlocked.Increment(ref _served);
        request.WasServed();
    }

    /// <summary>Takes note of what should not be.</summary>
    public void Note(string oddity)
    {
        if (_oddities.Count < 10)
            _oddities.Enqueue(oddity);
    }

    /// <summary>Closes everything.</summary>
    public void Dispose()
    {
        StopListening();
        foreach (var connection in _connections.Keys)
            connection.Dispose();
        _placeholder.Dispose();
    }

    private static Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        // Linux lets the port be bound beside the placeholder and beside connections that linger.
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        return socket;
    }

    private void Listen()
    {
        var listener = NewSocket();
        listener.Bind(EndPoint);
        listener.Listen(512);
        _listener = listener;
        _ = AcceptAsync(listener);
    }

    private void StopListening()
    {
        _listener?.Dispose();
        _listener = null;
        foreach (var connection in _connections.Keys)
            connection.CloseIfIdle();
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = await listener.AcceptAsync();
            }
            catch (Exception failure) when (failure is SocketException or ObjectDisposedException)
            {
                return; // Closed.
            }

            var connection = new ChaosConnection(this, socket);
            _connections[connection] = true;
            _ = ServeAsync(connection);
        }
    }

    private async Task ServeAsync(ChaosConnection connection)
    {
        await Task.Yield();
        try
        {
            await connection.RunAsync();
        }
        finally
        {
            connection.Dispose();
            _connections.TryRemove(connection, out _);
        }
    }
}
