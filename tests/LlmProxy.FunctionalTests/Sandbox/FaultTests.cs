using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class FaultTests
{
    [Fact]
    public async Task Status_OnOpenAiPath_HasItsErrorAndRetryAfter()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(
            Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=status:429;retry-after:7;retry-after-ms:6500");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal("7", response.Headers.GetValues("retry-after").Single());
        Assert.Equal("6500", response.Headers.GetValues("retry-after-ms").Single());
        var error = JsonNode.Parse(await response.Content.ReadAsStringAsync())!["error"]!;
        Assert.Equal("rate_limit_exceeded", (string?)error["code"]);
    }

    [Theory]
    [InlineData(401, "authentication_error")]
    [InlineData(404, "not_found_error")]
    [InlineData(429, "rate_limit_error")]
    [InlineData(500, "api_error")]
    [InlineData(529, "overloaded_error")]
    public async Task Status_OnAnthropicPath_HasItsType(int status, string type)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (actual, error) = await sandbox.FailAsync(
            Requests.MessagesPath, Requests.Message("Hi"), Requests.Version, $"x-sandbox-fault: *=status:{status}");

        Assert.Equal(status, actual);
        Assert.Equal("error", (string?)error["type"]);
        Assert.Equal(type, (string?)error["error"]!["type"]);
    }

    [Fact]
    public async Task Status_502_IsAPageFromTheEdge()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=status:502");

        Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Times_Two_FailsTwiceThenSucceeds()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var statuses = new List<int>();

        for (var i = 0; i < 4; i++)
        {
            using var response = await sandbox.SendAsync(
                Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=status:500;times:2,*=status:503;times:1");
            statuses.Add((int)response.StatusCode);
        }

        Assert.Equal([500, 500, 503, 200], statuses);
    }

    [Theory]
    [InlineData("gpt-4o=status:500", "gpt-4o", 500)]
    [InlineData("gpt-4o=status:500", "gpt-4o-mini", 200)]
    [InlineData("gpt-*=status:500", "gpt-4o-mini", 500)]
    [InlineData("claude*=status:503, gpt-*=status:500", "gpt-4o", 500)]
    public async Task Model_Pattern_DecidesWhoFails(string fault, string model, int status)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(
            Requests.ChatPath, Requests.Chat("Hi", model: model), $"x-sandbox-fault: {fault}");

        Assert.Equal(status, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("*=explode")]
    [InlineData("*=status")]
    [InlineData("*=status:200")]
    [InlineData("*=reset:1")]
    [InlineData("*=reset;after:1")]
    [InlineData("*=cut-mid;after:x")]
    [InlineData("status:500")]
    public async Task Fault_NotUnderstood_Is400AndSaysWhatWouldBe(string fault)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Requests.ChatPath, Requests.Chat("Hi"), $"x-sandbox-fault: {fault}");

        Assert.Equal(400, status);
        Assert.Equal("unknown_fault", (string?)error["error"]!["code"]);
        if (fault == "*=explode") Assert.Contains("error-event", (string)error["error"]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_BeforeHeaders_IsARealReset()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var tcp = new TcpClient();
        await tcp.ConnectAsync(IPAddress.Loopback, sandbox.Server.Address.Port, sandbox.Cancellation);
        var stream = tcp.GetStream();
        var body = Requests.Chat("Hi");
        await stream.WriteAsync(
            Encoding.UTF8.GetBytes(
                $"POST {Requests.ChatPath} HTTP/1.1\r\nHost: sandbox\r\nx-sandbox-fault: *=reset\r\nContent-Length: {body.Length}\r\n\r\n{body}"),
            sandbox.Cancellation);

        var e = await Assert.ThrowsAsync<IOException>(() => stream.ReadAsync(new byte[1], sandbox.Cancellation).AsTask());

        Assert.Equal(SocketError.ConnectionReset, Assert.IsType<SocketException>(e.InnerException).SocketErrorCode);
    }

    [Theory]
    [InlineData("reset-mid")]
    [InlineData("truncated")]
    [InlineData("malformed")]
    [InlineData("cut-mid")]
    [InlineData("empty")]
    public async Task Body_WithFault_CannotBeReadAsJson(string fault)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"), $"x-sandbox-fault: *={fault}");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        if (fault == "reset-mid")
        {
            await Assert.ThrowsAnyAsync<Exception>(() => response.Content.ReadAsStringAsync(sandbox.Cancellation));
            return;
        }

        var body = await response.Content.ReadAsStringAsync(sandbox.Cancellation);
        Assert.ThrowsAny<JsonException>(() => JsonDocument.Parse(body));
    }

    [Fact]
    public async Task ErrorEvent_WithoutStream_IsAnErrorInside200()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var body = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=error-event");

        Assert.Equal("server_error", (string?)body["error"]!["type"]);
    }

    [Fact]
    public async Task WrongType_IsAPageWith200()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=wrong-type");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Huge_IsThatLongAndStillValid()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi"), "x-sandbox-fault: *=huge:300000");
        var body = await response.Content.ReadAsStringAsync(sandbox.Cancellation);

        Assert.Equal(300_000, body.Length);
        Assert.Equal("chat.completion", (string?)JsonNode.Parse(body)!["object"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("\"stream\":true")]
    public async Task Gzip_IsEncodedThoughNotAsked(string more)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        using var plain = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi", more));

        using var response = await sandbox.SendAsync(Requests.ChatPath, Requests.Chat("Hi", more), "x-sandbox-fault: *=gzip");

        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        await using var gzip = new System.IO.Compression.GZipStream(
            await response.Content.ReadAsStreamAsync(sandbox.Cancellation), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(gzip);
        Assert.Equal(
            await plain.Content.ReadAsStringAsync(sandbox.Cancellation), await text.ReadToEndAsync(sandbox.Cancellation));
    }

    [Fact]
    public async Task FaultList_NamesEveryFaultWithAnExampleThatWorks()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var faults = (await sandbox.GetAsync("/sandbox/faults"))["faults"]!.AsArray();

        Assert.Equal(
            [
                "status", "reset", "reset-mid", "cut-mid", "hang", "hang-mid", "slow", "malformed", "error-event", "truncated",
                "wrong-type", "huge", "empty", "gzip",
            ],
            faults.Select(fault => (string)fault!["name"]!));
        Assert.All(faults, fault => Assert.True(
            LlmProxy.Sandbox.Faults.HeaderFault.TryParseAll((string)fault!["example"]!, out _, out var error), error));
    }
}
