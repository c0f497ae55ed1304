using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>A provider that sends bytes which no well-behaved server would.</summary>
internal sealed class RawProvider : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly byte[] _answer;
    private readonly Task _serving;

    private RawProvider(string answer)
    {
        _answer = Encoding.UTF8.GetBytes(answer);
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Where it listens.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}/");

    /// <summary>The head of the last request, each byte a character.</summary>
    public string LastHead { get; private set; } = "";

    /// <summary>Starts a provider that answers every connection's first request with <paramref name="answer"/>, and closes.</summary>
    public static RawProvider Start(string answer) => new(answer.ReplaceLineEndings("\r\n"));

    /// <summary>Starts a provider of one JSON answer with these header lines.</summary>
    public static RawProvider StartJson(string headers, string json = "{}") =>
        Start($"HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: {json.Length}\n{headers}\n\n{json}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                // One connection after the other: a test makes one request.
                var stream = client.GetStream();
                LastHead = await ReadHeadAsync(stream, _stop.Token);
                await stream.WriteAsync(_answer, _stop.Token);
                // Closed from this side first, and only then what is left of the request is read: no reset overtakes the answer.
                client.Client.Shutdown(SocketShutdown.Send);
                await stream.CopyToAsync(Stream.Null, _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The test is over.
        }
    }

    private static async Task<string> ReadHeadAsync(NetworkStream stream, CancellationToken cancellationToken)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, cancellationToken);
            if (read == 0)
                break;
            head.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}
