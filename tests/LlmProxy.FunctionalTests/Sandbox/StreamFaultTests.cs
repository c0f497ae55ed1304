using System.Text.Json;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class StreamFaultTests
{
    private const string Text = "sandbox:echo one two three four";

    public static TheoryData<string> Protocols => ["chat", "completions", "responses", "messages"];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task CutMid_AfterTwo_EndsCleanlyWithoutTerminalEvent(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "cut-mid;after:2");

        Assert.Equal(["one", " two"], Contents(events));
        Assert.DoesNotContain(events, IsTerminal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ResetMid_AfterTwo_BreaksTheConnectionAfterTwoPieces(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var (path, body) = Requests.Streaming(protocol, Text);

        using var response = await sandbox.SendAsync(path, body, Requests.Version, "x-sandbox-fault: *=reset-mid;after:2");
        var received = await ReadUntilBrokenAsync(response, sandbox.Cancellation);

        Assert.True(response.IsSuccessStatusCode);
        Assert.Equal(["one", " two"], Contents(TestEvent.ParseAll(received)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task HangMid_AfterTwo_SendsTwoPiecesAndWaitsForTheClientToLeave(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var (path, body) = Requests.Streaming(protocol, Text);

        using (var response = await sandbox.SendAsync(path, body, Requests.Version, "x-sandbox-fault: *=hang-mid;after:2"))
        {
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(sandbox.Cancellation));
            string? line;
            do line = await reader.ReadLineAsync(sandbox.Cancellation);
            while (line?.Contains("two", StringComparison.Ordinal) == false);
            Assert.False(Assert.Single(sandbox.Server.Requests.Snapshot()).Completed);
        }

        var record = await sandbox.Server.Requests.WaitForAsync(request => request.Aborted, sandbox.Cancellation);
        Assert.Equal(path, record.Path);
        Assert.Equal("hang-mid;after:2", record.Fault);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ErrorEvent_First_IsTheOnlyEvent(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "error-event");

        AssertIsError(protocol, Assert.Single(events));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task ErrorEvent_AfterOne_FollowsContentAndEndsTheStream(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "error-event;after:1");

        Assert.Equal(["one"], Contents(events[..^1]));
        AssertIsError(protocol, events[^1]);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Malformed_OneFrame_IsBrokenAndTheRestIsNot(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "malformed;after:1");

        var broken = events.FindAll(e => !IsJson(e.Data) && e.Data != "[DONE]");
        Assert.Single(broken);
        Assert.Contains(events, IsTerminal);
        Assert.Equal(["one", " three", " four"], Contents(events.FindAll(e => IsJson(e.Data))));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Truncated_StopsInsideAFrame(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "truncated;after:2");

        Assert.False(IsJson(events[^1].Data));
        Assert.Equal(["one", " two"], Contents(events[..^1]));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Slow_Zero_ChangesNothingButTheTime(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "slow:0");

        Assert.Equal(["one", " two", " three", " four"], Contents(events));
        Assert.Contains(events, IsTerminal);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Huge_PadsTheFirstFrame(string protocol)
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, protocol, "huge:200000");

        Assert.InRange(events[0].Data.Length, 199_900, 200_000);
        Assert.Equal(["one", " two", " three", " four"], Contents(events));
    }

    [Fact]
    public async Task After_MoreThanThereIs_HappensBeforeTheEnd()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await StreamAsync(sandbox, "chat", "cut-mid;after:1000");

        Assert.Equal(["one", " two", " three", " four"], Contents(events));
        Assert.DoesNotContain(events, IsTerminal);
    }

    private static Task<List<TestEvent>> StreamAsync(TestSandbox sandbox, string protocol, string fault)
    {
        var (path, body) = Requests.Streaming(protocol, Text);
        // The version header would make every path speak Anthropic's errors.
        string[] headers = protocol == "messages"
            ? [Requests.Version, $"x-sandbox-fault: *={fault}"]
            : [$"x-sandbox-fault: *={fault}"];
        return sandbox.StreamAsync(path, body, headers);
    }

    private static async Task<string> ReadUntilBrokenAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var received = new MemoryStream();
        await using var stream = await response.Content.ReadAsStreamAsync(cancellation);
        await Assert.ThrowsAnyAsync<IOException>(() => stream.CopyToAsync(received, cancellation));
        return System.Text.Encoding.UTF8.GetString(received.ToArray());
    }

    private static List<string> Contents(List<TestEvent> events)
    {
        var contents = new List<string>();
        foreach (var e in events.Where(e => IsJson(e.Data)))
        {
            var json = e.Json;
            var choice = json["choices"] is { } choices ? choices[0] : null;
            // Chat, completions, Responses and Anthropic, in this order.
            var text = (string?)choice?["delta"]?["content"]
                ?? (string?)choice?["text"]
                ?? (e.Name == "response.output_text.delta" ? (string?)json["delta"] : null)
                ?? (e.Name == "content_block_delta" ? (string?)json["delta"]!["text"] : null);
            if (!string.IsNullOrEmpty(text)) contents.Add(text);
        }

        return contents;
    }

    private static bool IsTerminal(TestEvent e) =>
        e.Data == "[DONE]" || e.Name is "message_stop" or "response.completed"
        || e.Data.Contains("\"finish_reason\":\"", StringComparison.Ordinal);

    private static bool IsJson(string data)
    {
        try
        {
            JsonDocument.Parse(data).Dispose();
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void AssertIsError(string protocol, TestEvent e)
    {
        Assert.Equal(protocol is "chat" or "completions" ? "" : "error", e.Name);
        switch (protocol)
        {
            case "responses":
                Assert.Equal("error", (string?)e.Json["type"]);
                Assert.NotNull(e.Json["message"]);
                break;
            case "messages":
                Assert.Equal("overloaded_error", (string?)e.Json["error"]!["type"]);
                break;
            default:
                Assert.Equal("server_error", (string?)e.Json["error"]!["type"]);
                break;
        }
    }
}
