using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using LlmProxy.Sandbox;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class ServerTests
{
    [Fact]
    public async Task Models_InBothForms_ListTheConfiguredNames()
    {
        await using var sandbox = await TestSandbox.StartAsync(options =>
        {
            options.Models.Add("one");
            options.Models.Add("org/two");
        });

        var openAi = await sandbox.GetAsync("/v1/models");
        var anthropic = await sandbox.GetAsync("/v1/models", Requests.Version);
        var one = await sandbox.GetAsync("/v1/models/org/two");

        Assert.Equal("list", (string?)openAi["object"]);
        Assert.Equal(["one", "org/two"], openAi["data"]!.AsArray().Select(model => (string)model!["id"]!));
        Assert.Equal("model", (string?)anthropic["data"]![0]!["type"]);
        Assert.Equal("org/two", (string?)one["id"]);
    }

    [Theory]
    [InlineData("GET", "/v1/models/none", 404)]
    [InlineData("GET", "/v1/nothing", 404)]
    [InlineData("GET", "/v1/chat/completions", 404)]
    [InlineData("GET", "/v1/files/file-none", 404)]
    [InlineData("GET", "/v1/responses/resp_none", 404)]
    [InlineData("POST", "/v1/responses/resp_none/cancel", 404)]
    [InlineData("GET", "/v1/batches/batch_none", 404)]
    [InlineData("POST", "/openai/deployments/d/chat/completions", 404)]
    public async Task Request_ForWhatIsNotThere_IsOpenAis404(string method, string path, int status)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);

        using var response = await sandbox.Http.SendAsync(request, sandbox.Cancellation);

        Assert.Equal(status, (int)response.StatusCode);
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync(sandbox.Cancellation))!["error"]!;
        Assert.NotNull(error["message"]);
        Assert.Equal("invalid_request_error", (string?)error["type"]);
    }

    [Theory]
    [InlineData("authorization: Bearer right", 200)]
    [InlineData("api-key: right", 200)]
    [InlineData("x-api-key: right", 200)]
    [InlineData("authorization: Bearer wrong", 401)]
    [InlineData("x-none: right", 401)]
    public async Task RequireKey_Set_RefusesOthers(string header, int status)
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.RequireKey = "right");

        using var chat = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"), header);
        using var message = await sandbox.SendAsync(Requests.MessagesPath, Requests.Message("Hi"), header, Requests.Version);

        Assert.Equal(status, (int)chat.StatusCode);
        Assert.Equal(status, (int)message.StatusCode);
        if (status == 200) return;
        var one = JsonNode.Parse(await chat.Content.ReadAsStringAsync(sandbox.Cancellation))!;
        var two = JsonNode.Parse(await message.Content.ReadAsStringAsync(sandbox.Cancellation))!;
        Assert.Equal("invalid_api_key", (string?)one["error"]!["code"]);
        Assert.Equal("authentication_error", (string?)two["error"]!["type"]);
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Request_Encoded_IsDecodedAndRecordedAsItCame(string encoding)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var encoded = new MemoryStream();
        await using (Stream encoder = encoding switch
        {
            "gzip" => new GZipStream(encoded, CompressionMode.Compress, leaveOpen: true),
            "br" => new BrotliStream(encoded, CompressionMode.Compress, leaveOpen: true),
            _ => new ZLibStream(encoded, CompressionMode.Compress, leaveOpen: true),
        })
        {
            encoder.Write(Encoding.UTF8.GetBytes(Requests.Chat("sandbox:echo Hi")));
        }

        using var content = new ByteArrayContent(encoded.ToArray());
        content.Headers.ContentEncoding.Add(encoding);
        using var response = await sandbox.Http.PostAsync(
            new Uri(Requests.ChatPath, UriKind.Relative), content, sandbox.Cancellation);

        Assert.Contains("\"Hi\"", await response.Content.ReadAsStringAsync(sandbox.Cancellation), StringComparison.Ordinal);
        Assert.Equal(encoded.ToArray(), Assert.Single(sandbox.Server.Requests.Snapshot()).Body.ToArray());
    }

    [Fact]
    public async Task Request_TooLarge_Is413()
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.MaxRequestBodyBytes = 1024);

        var (status, error) = await sandbox.FailAsync(Requests.ChatPath, Requests.Chat(new string('x', 2000)));

        Assert.Equal(413, status);
        Assert.NotNull(error["error"]!["message"]);
    }

    [Fact]
    public async Task Start_PortTaken_IsAnIOException()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        await Assert.ThrowsAsync<IOException>(
            () => SandboxServer.StartAsync(new() { Url = sandbox.Server.Address.ToString() }));
    }

    [Fact]
    public async Task Clock_Set_DatesAnswers()
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.Clock = new FixedClock());

        var answer = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi"));

        Assert.Equal(FixedClock.Now.ToUnixTimeSeconds(), (long)answer["created"]!);
    }

    [Fact]
    public async Task Dispose_WhileARequestHangs_EndsIt()
    {
        var server = await SandboxServer.StartAsync(new());
        using var http = new HttpClient { BaseAddress = server.Address, Timeout = TestSandbox.Patience };
        var hanging = http.SendAsync(TestSandbox.Post(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=hang"));
        using var patience = new CancellationTokenSource(TestSandbox.Patience);
        await server.Requests.WaitForAsync(request => request.Fault == "hang", patience.Token);

        await server.DisposeAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => hanging);
    }

    private sealed class FixedClock : TimeProvider
    {
        public static readonly DateTimeOffset Now = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
