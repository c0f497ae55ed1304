namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class ChatStreamTests
{
    [Fact]
    public async Task Stream_PlainText_HasRoleThenContentThenFinishThenDone()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(Requests.ChatPath, Requests.Chat("sandbox:echo one two", "\"stream\":true"));

        Assert.Equal("[DONE]", events[^1].Data);
        var deltas = events[..^1].ConvertAll(e => e.Json["choices"]![0]!);
        Assert.Equal("assistant", (string?)deltas[0]["delta"]!["role"]);
        Assert.Equal(["one", " two"], deltas[1..^1].Select(d => (string)d["delta"]!["content"]!));
        Assert.Equal("stop", (string?)deltas[^1]["finish_reason"]);
        Assert.Empty(deltas[^1]["delta"]!.AsObject());
        Assert.All(events[..^1], e => Assert.False(e.Json.AsObject().ContainsKey("usage")));
        Assert.Single(events[..^1].Select(e => (string)e.Json["id"]!).Distinct());
    }

    [Fact]
    public async Task Stream_UsageAsked_ComesInAChunkWithoutChoices()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(Requests.ChatPath, Requests.Chat(
            "sandbox:echo one two", "\"stream\":true,\"stream_options\":{\"include_usage\":true}"));

        Assert.Equal("[DONE]", events[^1].Data);
        Assert.Empty(events[^2].Json["choices"]!.AsArray());
        Assert.Equal(2, (int)events[^2].Json["usage"]!["completion_tokens"]!);
        Assert.All(events[..^2], e => Assert.True(e.Json.AsObject().TryGetPropertyValue("usage", out var usage) && usage is null));
    }

    [Fact]
    public async Task Stream_TwoCalls_ArgumentsComeInPieces()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(Requests.ChatPath, Requests.Chat(
            "sandbox:call a {\"city\":\"Paris\"}\nsandbox:call b", "\"stream\":true"));

        var calls = events[1..^2].ConvertAll(e => e.Json["choices"]![0]!["delta"]!["tool_calls"]![0]!);
        var first = calls.FindAll(call => (int)call["index"]! == 0);
        Assert.Equal("a", (string?)first[0]["function"]!["name"]);
        Assert.Equal("", (string?)first[0]["function"]!["arguments"]);
        Assert.True(first.Count > 3);
        Assert.Equal("{\"city\":\"Paris\"}", string.Concat(first.Select(call => (string)call["function"]!["arguments"]!)));
        Assert.All(first[1..], call => Assert.Null(call["id"]));
        Assert.Equal("b", (string?)calls.First(call => (int)call["index"]! == 1)["function"]!["name"]);
        Assert.Equal("tool_calls", (string?)events[^2].Json["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task Stream_Reasoning_ComesBeforeContent()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(
            Requests.ChatPath, Requests.Chat("sandbox:reasoning think\nsandbox:echo say", "\"stream\":true"));

        var deltas = events[1..^2].ConvertAll(e => e.Json["choices"]![0]!["delta"]!);
        Assert.Equal("think", (string?)deltas[0]["reasoning_content"]);
        Assert.Equal("say", (string?)deltas[1]["content"]);
    }

    [Fact]
    public async Task Stream_CharsPerChunk_CutsTextSoButKeepsCharactersWhole()
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.CharsPerChunk = 2);

        var events = await sandbox.StreamAsync(Requests.ChatPath, Requests.Chat("sandbox:echo abc😀d", "\"stream\":true"));

        // "c😀" is three UTF-16 units: the pair is not parted.
        Assert.Equal(["ab", "c😀", "d"], events[1..^2].Select(e => (string)e.Json["choices"]![0]!["delta"]!["content"]!));
    }

    [Fact]
    public async Task Stream_TwoChoices_EachHasItsOwnFinish()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(Requests.ChatPath, Requests.Chat("Hi", "\"stream\":true,\"n\":2"));

        var finished = events[..^1].ConvertAll(e => e.Json["choices"]![0]!).FindAll(c => c["finish_reason"] is not null);
        Assert.Equal([0, 1], finished.Select(choice => (int)choice["index"]!));
    }

    [Fact]
    public async Task Stream_Completions_HasTextAndFinish()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var (path, body) = Requests.Streaming("completions", "sandbox:echo one two");

        var events = await sandbox.StreamAsync(path, body);

        Assert.Equal("[DONE]", events[^1].Data);
        Assert.All(events[..^1], e => Assert.Equal("text_completion", (string?)e.Json["object"]));
        Assert.Equal("one two", string.Concat(events[..^1].Select(e => (string)e.Json["choices"]![0]!["text"]!)));
        Assert.Equal("stop", (string?)events[^2].Json["choices"]![0]!["finish_reason"]);
    }

    [Fact]
    public async Task CannedModels_AnswerTheSizeOfTheirName()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var whole = await sandbox.PostAsync(Requests.ChatPath, Requests.Chat("Hi", model: "sandbox-fixed-1024"));
        var chunks = await sandbox.StreamAsync(
            Requests.ChatPath, Requests.Chat("Hi", "\"stream\":true", model: "sandbox-stream-50x0"));
        var fixedStream = await sandbox.StreamAsync(
            Requests.ChatPath, Requests.Chat("Hi", "\"stream\":true", model: "sandbox-fixed-100"));

        Assert.Equal(1024, ((string)whole["choices"]![0]!["message"]!["content"]!).Length);
        // The role, 50 chunks of content, the finish and the end.
        Assert.Equal(53, chunks.Count);
        Assert.Equal(100, fixedStream[1..^2].Sum(e => ((string)e.Json["choices"]![0]!["delta"]!["content"]!).Length));
    }
}
