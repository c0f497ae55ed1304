namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class MessagesTests
{
    [Fact]
    public async Task Messages_PlainText_HasAnthropicsForm()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var message = await sandbox.PostAsync(Requests.MessagesPath, Requests.Message("sandbox:echo one two"), Requests.Version);

        Assert.Equal("message", (string?)message["type"]);
        Assert.Equal("assistant", (string?)message["role"]);
        Assert.Equal("text", (string?)message["content"]![0]!["type"]);
        Assert.Equal("one two", (string?)message["content"]![0]!["text"]);
        Assert.Equal("end_turn", (string?)message["stop_reason"]);
        Assert.Equal(2, (int)message["usage"]!["output_tokens"]!);
        Assert.Equal(0, (int)message["usage"]!["cache_read_input_tokens"]!);
    }

    [Fact]
    public async Task Messages_Stream_HasAnthropicsOrder()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(
            Requests.MessagesPath,
            Requests.Message("sandbox:reasoning hm\nsandbox:call a {\"b\":1}", "\"stream\":true"),
            Requests.Version);

        Assert.All(events, e => Assert.Equal(e.Name, (string?)e.Json["type"]));
        // {"b":1} is longer than one token, so its arguments come in two pieces.
        Assert.Equal(
            [
                "message_start",
                "content_block_start", "ping", "content_block_delta", "content_block_delta", "content_block_stop",
                "content_block_start", "content_block_delta", "content_block_delta", "content_block_stop",
                "message_delta", "message_stop",
            ],
            events.Select(e => e.Name));
        Assert.Equal("thinking", (string?)events[1].Json["content_block"]!["type"]);
        Assert.Equal("hm", (string?)events[3].Json["delta"]!["thinking"]);
        Assert.Equal("signature_delta", (string?)events[4].Json["delta"]!["type"]);
        Assert.Equal("tool_use", (string?)events[6].Json["content_block"]!["type"]);
        Assert.Equal(1, (int)events[6].Json["index"]!);
        Assert.Equal(
            "{\"b\":1}", string.Concat(events[7..9].Select(e => (string)e.Json["delta"]!["partial_json"]!)));
        Assert.Equal("tool_use", (string?)events[^2].Json["delta"]!["stop_reason"]);
        Assert.Equal(3, (int)events[^2].Json["usage"]!["output_tokens"]!);
    }

    [Theory]
    [InlineData("\"stop_sequences\":[\" two\"]", "one", "stop_sequence", " two")]
    [InlineData("\"max_tokens\":1", "one", "max_tokens", null)]
    public async Task Messages_Limits_AreNamedInTheStopReason(string limits, string text, string reason, string? sequence)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var message = await sandbox.PostAsync(
            Requests.MessagesPath, Requests.Message("sandbox:echo one two", limits), Requests.Version);

        Assert.Equal(text, (string?)message["content"]![0]!["text"]);
        Assert.Equal(reason, (string?)message["stop_reason"]);
        Assert.Equal(sequence, (string?)message["stop_sequence"]);
    }

    [Fact]
    public async Task Messages_ToolAndResult_RoundTrip()
    {
        const string tools = "\"tools\":[{\"name\":\"a\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"x\":{\"const\":5}}}}]";
        await using var sandbox = await TestSandbox.StartAsync();

        var call = (await sandbox.PostAsync(
            Requests.MessagesPath,
            Requests.Message("Hi", tools + ",\"tool_choice\":{\"type\":\"tool\",\"name\":\"a\"}"),
            Requests.Version))["content"]![0]!;
        var answer = await sandbox.PostAsync(
            Requests.MessagesPath,
            $$"""
            {"model":"sandbox","max_tokens":100,"messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":[{{call.ToJsonString()}}]},
             {"role":"user","content":[{"type":"tool_result","tool_use_id":"{{(string?)call["id"]}}","content":"fine"}]}]}
            """,
            Requests.Version);

        Assert.Equal("tool_use", (string?)call["type"]);
        Assert.Equal("""{"x":5}""", call["input"]!.ToJsonString());
        Assert.Equal("The tools answered: fine", (string?)answer["content"]![0]!["text"]);
    }

    [Fact]
    public async Task Messages_ThinkingEnabled_ThinksWithSignature()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var content = (await sandbox.PostAsync(
            Requests.MessagesPath,
            Requests.Message("Hi", "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}"),
            Requests.Version))["content"]!;

        Assert.Equal("thinking", (string?)content[0]!["type"]);
        Assert.NotEqual("", (string?)content[0]!["signature"]);
        Assert.Equal("text", (string?)content[1]!["type"]);
    }

    [Theory]
    [InlineData("""{"max_tokens":1,"messages":[{"role":"user","content":"Hi"}]}""", "model: Field required")]
    [InlineData("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""", "max_tokens: Field required")]
    [InlineData("""{"model":"m","max_tokens":1}""", "messages: Field required")]
    public async Task Messages_BadRequest_IsAnthropicsError(string body, string message)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Requests.MessagesPath, body, Requests.Version);

        Assert.Equal(400, status);
        Assert.Equal("error", (string?)error["type"]);
        Assert.Equal("invalid_request_error", (string?)error["error"]!["type"]);
        Assert.Equal(message, (string?)error["error"]!["message"]);
    }

    [Fact]
    public async Task Messages_NoVersionHeader_Is400()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(Requests.MessagesPath, Requests.Message("Hi"));

        Assert.Equal(400, status);
        Assert.Equal("anthropic-version: header is required", (string?)error["error"]!["message"]);
    }

    [Fact]
    public async Task CountTokens_SamePrompt_IsWhatMessagesBills()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var counted = await sandbox.PostAsync("/v1/messages/count_tokens", Requests.Message("one two three"), Requests.Version);
        var billed = await sandbox.PostAsync(Requests.MessagesPath, Requests.Message("one two three"), Requests.Version);

        Assert.Equal(7, (int)counted["input_tokens"]!); // 3 words and 4 for the message
        Assert.Equal(7, (int)billed["usage"]!["input_tokens"]!);
    }
}
