using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class CommandTests
{
    [Theory]
    [InlineData("sandbox:echo Hi", "Hi")]
    [InlineData("Please.\nsandbox:echo a\n b  \nsandbox:tokens 3", "a\n b  \nsandbox:tokens 3")]
    [InlineData("sandbox:echo", "")]
    [InlineData("sandbox:tokens 4", "sand box water shore")]
    public async Task Command_OfText_IsTheWholeAnswer(string message, string text)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat(message));

        Assert.Equal(text, (string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Fact]
    public async Task Tokens_200_IsCountedAs200()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("sandbox:tokens 200"));

        Assert.Equal(200, (int)answer["usage"]!["completion_tokens"]!);
        Assert.Equal(200, ((string)answer["choices"]![0]!["message"]!["content"]!).Split(' ').Length);
    }

    [Fact]
    public async Task Reasoning_BeforeAnEcho_IsSeparate()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("sandbox:reasoning so so\nsandbox:echo Yes"));

        var message = answer["choices"]![0]!["message"]!;
        Assert.Equal("so so", (string?)message["reasoning_content"]);
        Assert.Equal("Yes", (string?)message["content"]);
        Assert.Equal(2, (int)answer["usage"]!["completion_tokens_details"]!["reasoning_tokens"]!);
    }

    [Fact]
    public async Task Call_SeveralLines_AreParallelCalls()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(
            Requests.ChatPath, Requests.Chat("sandbox:call weather {\"city\":\"Köln\"}\nsandbox:call time"));

        var calls = answer["choices"]![0]!["message"]!["tool_calls"]!.AsArray();
        Assert.Equal(["weather", "time"], calls.Select(call => (string)call!["function"]!["name"]!));
        Assert.Equal(["{\"city\":\"Köln\"}", "{}"], calls.Select(call => (string)call!["function"]!["arguments"]!));
        Assert.NotEqual((string?)calls[0]!["id"], (string?)calls[1]!["id"]);
    }

    [Fact]
    public async Task Headers_ShowWhatArrived_WithSecretsMasked()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(
            Requests.ChatPath, Requests.Chat("sandbox:headers"), "authorization: Bearer sk-very-secret-1234", "x-mine: 7");

        var headers = JsonNode.Parse((string)answer["choices"]![0]!["message"]!["content"]!)!;
        Assert.Equal("***1234", (string?)headers["authorization"]);
        Assert.Equal("7", (string?)headers["x-mine"]);
    }

    [Fact]
    public async Task Body_ShowsTheExactBytes()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        const string body = """{ "model" : "sandbox",  "unknown": [1.50], "messages":[{"role":"user","content":"sandbox:body"}]}""";

        var answer = await sandbox.PostAsync(Requests.ChatPath, body);

        var shown = JsonNode.Parse((string)answer["choices"]![0]!["message"]!["content"]!)!;
        Assert.Equal(body, Encoding.UTF8.GetString(Convert.FromBase64String((string)shown["base64"]!)));
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body))), (string?)shown["sha256"]);
    }

    [Theory]
    [InlineData("sandbox:dance")]
    [InlineData("sandbox:tokens many")]
    [InlineData("sandbox:call weather [1]")]
    [InlineData("sandbox:call weather {\"city\":")]
    public async Task Command_WrittenWrongly_Is400(string message)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Requests.ChatPath, Requests.Chat(message));

        Assert.Equal(400, status);
        Assert.Equal("unknown_command", (string?)error["error"]!["code"]);
    }
}
