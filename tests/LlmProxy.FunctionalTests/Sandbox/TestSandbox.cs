using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Sandbox;

namespace LlmProxy.FunctionalTests.Sandbox;

/// <summary>A sandbox server of one test, and a client to it.</summary>
internal sealed class TestSandbox : IAsyncDisposable
{
    /// <summary>Far more than any test needs: it only ends a test that would never end.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly CancellationTokenSource _patience = new(Patience);

    private TestSandbox(SandboxServer server)
    {
        Server = server;
        Http = new HttpClient { BaseAddress = server.Address, Timeout = Patience };
    }

    public SandboxServer Server { get; }

    public HttpClient Http { get; }

    public CancellationToken Cancellation => _patience.Token;

    public static async Task<TestSandbox> StartAsync(Action<SandboxOptions>? configure = null)
    {
        var options = new SandboxOptions();
        configure?.Invoke(options);
        return new(await SandboxServer.StartAsync(options, CancellationToken.None));
    }

    /// <summary>A JSON request with headers written <c>name: value</c>.</summary>
    public static HttpRequestMessage Post(string path, string json, params string[] headers)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new StringContent(json, Encoding.UTF8, "application/json"),
        };
        foreach (var header in headers)
        {
            var colon = header.IndexOf(':', StringComparison.Ordinal);
            request.Headers.TryAddWithoutValidation(header[..colon], header[(colon + 1)..].Trim());
        }

        return request;
    }

    /// <summary>Sends a request and reads the answer's head.</summary>
    public Task<HttpResponseMessage> SendAsync(string path, string json, params string[] headers) =>
        Http.SendAsync(Post(path, json, headers), HttpCompletionOption.ResponseHeadersRead, Cancellation);

    /// <summary>The JSON of a successful answer.</summary>
    public async Task<JsonNode> PostAsync(string path, string json, params string[] headers)
    {
        using var response = await SendAsync(path, json, headers);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    /// <summary>The status and the JSON of an answer that is an error.</summary>
    public async Task<(int Status, JsonNode Body)> FailAsync(string path, string json, params string[] headers)
    {
        using var response = await SendAsync(path, json, headers);
        Assert.False(response.IsSuccessStatusCode);
        return ((int)response.StatusCode, JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation))!);
    }

    /// <summary>The events of a successful stream.</summary>
    public async Task<List<TestEvent>> StreamAsync(string path, string json, params string[] headers)
    {
        using var response = await SendAsync(path, json, headers);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, body);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType!.MediaType);
        return TestEvent.ParseAll(body);
    }

    public async Task<JsonNode> GetAsync(string path, params string[] headers)
    {
        using var request = Post(path, "", headers);
        (request.Method, request.Content) = (HttpMethod.Get, null);
        using var response = await Http.SendAsync(request, Cancellation);
        var body = await response.Content.ReadAsStringAsync(Cancellation);
        Assert.True(response.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!;
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
        _patience.Dispose();
    }
}
