using System.Net.Sockets;
using System.Text;

namespace LlmProxy.FunctionalTests.Support;

/// <summary>A client that says on the wire exactly what a test says.</summary>
internal sealed class RawClient : IDisposable
{
    private readonly TcpClient _client = new();

    /// <summary>Connects.</summary>
    public static async Task<RawClient> ConnectAsync(Uri server)
    {
        var client = new RawClient();
        await client._client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    /// <summary>Sends text as UTF-8.</summary>
    public Task SendAsync(string text) => _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text)).AsTask();

    /// <summary>Sends the head of a JSON request, and waits until the server wants its body.</summary>
    public async Task BeginPostAsync(string path, int contentLength)
    {
        await SendAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nExpect: 100-continue\r\nContent-Length: {contentLength}\r\n\r\n");
        var answer = new byte[25];
        await _client.GetStream().ReadExactlyAsync(answer);
        Assert.Equal("HTTP/1.1 100 Continue\r\n\r\n", Encoding.ASCII.GetString(answer));
    }

    /// <summary>Everything that comes until the server closes, each byte a character.</summary>
    public async Task<string> ReadToEndAsync()
    {
        using var all = new MemoryStream();
        await _client.GetStream().CopyToAsync(all);
        return Encoding.Latin1.GetString(all.ToArray());
    }

    /// <summary>Breaks the connection off with a reset.</summary>
    public void Reset()
    {
        _client.LingerState = new LingerOption(true, 0);
        _client.Close();
    }

    public void Dispose() => _client.Dispose();
}
