using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class ChatTests
{
    [Theory]
    [InlineData("/v1/chat/completions")]
    [InlineData("/chat/completions")]
    [InlineData("/openai/v1/chat/completions")]
    [InlineData("/openai/deployments/my-gpt/chat/completions?api-version=2024-10-21")]
    public async Task Chat_AnyPrefix_AnswersWithTheUsersWords(string path)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(path, Requests.Chat("Hello there"));

        Assert.Equal("chat.completion", (string?)answer["object"]);
        Assert.Equal(path.Contains("my-gpt", StringComparison.Ordinal) ? "my-gpt" : "sandbox", (string?)answer["model"]);
        Assert.Equal(
            "This is the LlmProxy sandbox, not a real model. You said: Hello there",
            (string?)answer["choices"]![0]!["message"]!["content"]);
        Assert.Equal("stop", (string?)answer["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Chat_SameRequestTwiceAndOnAnotherServer_GivesTheSameBytes()
    {
        await using var one = await TestSandbox.StartAsync();
        await using var two = await TestSandbox.StartAsync();

        var answers = new[]
        {
            (await one.PostAsync(Requests.ChatPath, Requests.Chat("Hi"))).ToJsonString(),
            (await one.PostAsync(Requests.ChatPath, Requests.Chat("Hi"))).ToJsonString(),
            (await two.PostAsync(Requests.ChatPath, Requests.Chat("Hi"))).ToJsonString(),
        };

        Assert.Single(answers.Distinct());
        var other = await one.PostAsync(Requests.ChatPath, Requests.Chat("Ho"));
        Assert.NotEqual((string?)JsonNode.Parse(answers[0])!["id"], (string?)other["id"]);
    }

    [Fact]
    public async Task Chat_Usage_CountsTheSandboxsTokens()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var usage = (await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("sandbox:echo one two three")))["usage"]!;

        // Prompt "sandbox:echo one two three": sandbo|x:echo| one| two| three = 5, and 4 for the message.
        Assert.Equal(9, (int)usage["prompt_tokens"]!);
        Assert.Equal(3, (int)usage["completion_tokens"]!);
        Assert.Equal(12, (int)usage["total_tokens"]!);
        Assert.Equal(0, (int)usage["prompt_tokens_details"]!["cached_tokens"]!);
    }

    [Theory]
    [InlineData("\"max_tokens\":2", "one two", "length")]
    [InlineData("\"max_completion_tokens\":1", "one", "length")]
    [InlineData("\"max_tokens\":3", "one two three", "stop")]
    [InlineData("\"stop\":\" thr\"", "one two", "stop")]
    [InlineData("\"stop\":[\"three\",\" two\"]", "one", "stop")]
    public async Task Chat_Limits_CutTheText(string limits, string text, string finish)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var choice = (await sandbox.PostAsync(
            Requests.ChatPath, Requests.Chat("sandbox:echo one two three", limits)))["choices"]![0]!;

        Assert.Equal(text, (string?)choice["message"]!["content"]);
        Assert.Equal(finish, (string?)choice["finish_reason"]);
    }

    [Fact]
    public async Task Chat_SeveralChoices_AreNumberedAndDiffer()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var choices = (await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi", "\"n\":3")))["choices"]!.AsArray();

        Assert.Equal([0, 1, 2], choices.Select(choice => (int)choice!["index"]!));
        Assert.Equal(3, choices.Select(choice => (string?)choice!["message"]!["content"]).Distinct().Count());
    }

    [Theory]
    [InlineData("""{"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData("""{"model":7,"messages":[{"role":"user","content":"Hi"}]}""", "model")]
    [InlineData("""{"model":"sandbox"}""", "messages")]
    [InlineData("""{"model":"sandbox","messages":[]}""", "messages")]
    [InlineData("""{"model":"sandbox","messages":[{"content":"Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"king","content":"Hi"}]}""", "messages[0].role")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":"Hi"}],"n":0}""", "n")]
    [InlineData("""{"model":"sandbox","messages":[{"role":"user","content":"Hi"}],"max_tokens":"x"}""", "max_tokens")]
    [InlineData("""{"model":"sandbox",""", null)]
    [InlineData("[1]", null)]
    [InlineData("", null)]
    public async Task Chat_BadRequest_Is400WithParam(string body, string? param)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Requests.ChatPath, body);

        Assert.Equal(400, status);
        Assert.Equal("invalid_request_error", (string?)error["error"]!["type"]);
        Assert.Equal(param, (string?)error["error"]!["param"]);
    }

    [Theory]
    [InlineData("\"tool_choice\":\"required\"", "tool_calls")]
    [InlineData("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}", "stop")]
    public async Task Chat_ToolIsRequired_IsCalledWithArgumentsOfItsSchema(string choice, string finish)
    {
        const string tools =
            """
            "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object",
              "properties":{"city":{"type":"string"},"days":{"type":"integer","minimum":3}},"required":["city","days"]}}}],
            """;
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = (await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi", tools + choice)))["choices"]![0]!;

        var call = Assert.Single(answer["message"]!["tool_calls"]!.AsArray())!;
        Assert.StartsWith("call_", (string?)call["id"], StringComparison.Ordinal);
        Assert.Equal("weather", (string?)call["function"]!["name"]);
        Assert.Equal("""{"city":"sandbox","days":3}""", (string?)call["function"]!["arguments"]);
        Assert.Null(answer["message"]!["content"]);
        Assert.Equal(finish, (string?)answer["finish_reason"]);
    }

    [Fact]
    public async Task Chat_ToolResults_AreQuoted()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Requests.ChatPath,
            """
            {"model":"sandbox","messages":[{"role":"user","content":"sandbox:call a"},
              {"role":"assistant","tool_calls":[{"id":"1","type":"function","function":{"name":"a","arguments":"{}"}}]},
              {"role":"tool","tool_call_id":"1","content":"sunny"},
              {"role":"tool","tool_call_id":"2","content":[{"type":"text","text":"18 degrees"}]}]}
            """);

        Assert.Equal("The tools answered: sunny; 18 degrees", (string?)answer["choices"]![0]!["message"]!["content"]);
    }

    [Theory]
    [InlineData("""{"type":"json_object"}""", """{"answer":"You said: Hi"}""")]
    [InlineData(
        """{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object","properties":{"ok":{"type":"boolean"}}}}}""",
        """{"ok":true}""")]
    public async Task Chat_ResponseFormat_IsKept(string format, string text)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var answer = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi", $"\"response_format\":{format}"));

        Assert.Equal(text, (string?)answer["choices"]![0]!["message"]!["content"]);
    }
}
