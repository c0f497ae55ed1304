namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class ResponsesTests
{
    [Fact]
    public async Task Create_PlainText_CanBeFetchedListedAndDeleted()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var created = await sandbox.PostAsync(Requests.ResponsesPath, Requests.Response("sandbox:echo one two"));
        var path = $"{Requests.ResponsesPath}/{(string?)created["id"]}";
        var fetched = await sandbox.GetAsync(path);
        var items = await sandbox.GetAsync(path + "/input_items");
        using var deleted = await sandbox.Http.DeleteAsync(new Uri(path, UriKind.Relative), sandbox.Cancellation);
        using var gone = await sandbox.Http.GetAsync(new Uri(path, UriKind.Relative), sandbox.Cancellation);

        Assert.Equal("completed", (string?)created["status"]);
        Assert.Equal("one two", (string?)created["output"]![0]!["content"]![0]!["text"]);
        Assert.Equal(2, (int)created["usage"]!["output_tokens"]!);
        Assert.Equal(created.ToJsonString(), fetched.ToJsonString());
        Assert.Equal("sandbox:echo one two", (string?)items["data"]![0]!["content"]![0]!["text"]);
        Assert.Equal(200, (int)deleted.StatusCode);
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    public async Task Create_StoreIsFalse_CannotBeFetched()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var created = await sandbox.PostAsync(Requests.ResponsesPath, Requests.Response("Hi", "\"store\":false"));
        using var fetched = await sandbox.Http.GetAsync(
            new Uri($"{Requests.ResponsesPath}/{(string?)created["id"]}", UriKind.Relative), sandbox.Cancellation);

        Assert.Equal(404, (int)fetched.StatusCode);
    }

    [Fact]
    public async Task Create_PreviousResponse_MustExist()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var first = await sandbox.PostAsync(Requests.ResponsesPath, Requests.Response("Hi"));

        var second = await sandbox.PostAsync(
            Requests.ResponsesPath, Requests.Response("And?", $"\"previous_response_id\":\"{(string?)first["id"]}\""));
        var (status, error) = await sandbox.FailAsync(
            Requests.ResponsesPath, Requests.Response("And?", "\"previous_response_id\":\"resp_unknown\""));

        Assert.Equal((string?)first["id"], (string?)second["previous_response_id"]);
        Assert.Equal(404, status);
        Assert.Equal("previous_response_not_found", (string?)error["error"]!["code"]);
    }

    [Fact]
    public async Task Background_CancelledBeforeAsked_StaysCancelled()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var one = await sandbox.PostAsync(Requests.ResponsesPath, Requests.Response("one", "\"background\":true"));
        var two = await sandbox.PostAsync(Requests.ResponsesPath, Requests.Response("two", "\"background\":true"));
        var cancelled = await sandbox.PostAsync($"{Requests.ResponsesPath}/{(string?)one["id"]}/cancel", "");
        var oneLater = await sandbox.GetAsync($"{Requests.ResponsesPath}/{(string?)one["id"]}");
        var twoLater = await sandbox.GetAsync($"{Requests.ResponsesPath}/{(string?)two["id"]}");

        Assert.Equal("queued", (string?)one["status"]);
        Assert.Equal("cancelled", (string?)cancelled["status"]);
        Assert.Equal("cancelled", (string?)oneLater["status"]);
        Assert.Equal("completed", (string?)twoLater["status"]);
    }

    [Fact]
    public async Task Stream_ReasoningAndText_HasTheApisOrder()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(
            Requests.ResponsesPath, Requests.Response("sandbox:reasoning hm\nsandbox:echo one two", "\"stream\":true"));

        Assert.Equal(
            [
                "response.created", "response.in_progress",
                "response.output_item.added", "response.reasoning_summary_part.added", "response.reasoning_summary_text.delta",
                "response.reasoning_summary_text.done", "response.reasoning_summary_part.done", "response.output_item.done",
                "response.output_item.added", "response.content_part.added", "response.output_text.delta",
                "response.output_text.delta", "response.output_text.done", "response.content_part.done",
                "response.output_item.done", "response.completed",
            ],
            events.Select(e => e.Name));
        Assert.Equal(Enumerable.Range(0, 16), events.Select(e => (int)e.Json["sequence_number"]!));
        Assert.Equal("one two", (string?)events[^1].Json["response"]!["output"]![1]!["content"]![0]!["text"]);
        Assert.NotNull(events[^1].Json["response"]!["usage"]);
    }

    [Fact]
    public async Task Stream_Call_SendsArgumentsAndItem()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(
            Requests.ResponsesPath, Requests.Response("sandbox:call a {\"b\":\"cd\"}", "\"stream\":true"));

        var deltas = events.FindAll(e => e.Name == "response.function_call_arguments.delta");
        Assert.Equal("{\"b\":\"cd\"}", string.Concat(deltas.Select(e => (string)e.Json["delta"]!)));
        var item = events[^1].Json["response"]!["output"]![0]!;
        Assert.Equal("function_call", (string?)item["type"]);
        Assert.Equal("a", (string?)item["name"]);
    }

    [Fact]
    public async Task Stream_OutOfTokens_IsIncomplete()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var events = await sandbox.StreamAsync(
            Requests.ResponsesPath, Requests.Response("sandbox:tokens 40", "\"stream\":true,\"max_output_tokens\":16"));

        Assert.Equal("response.incomplete", events[^1].Name);
        Assert.Equal("max_output_tokens", (string?)events[^1].Json["response"]!["incomplete_details"]!["reason"]);
        Assert.Equal(16, events.Count(e => e.Name == "response.output_text.delta"));
    }
}
