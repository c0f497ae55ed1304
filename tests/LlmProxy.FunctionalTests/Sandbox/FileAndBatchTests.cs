using System.Text;
using System.Text.Json.Nodes;

namespace LlmProxy.FunctionalTests.Sandbox;

public sealed class FileAndBatchTests
{
    [Fact]
    public async Task File_Uploaded_CanBeListedReadAndDeleted()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var file = await UploadAsync(sandbox, "some bytes");
        var again = await UploadAsync(sandbox, "some bytes");
        var path = $"/v1/files/{(string?)file["id"]}";
        var list = await sandbox.GetAsync("/v1/files?purpose=batch");
        var others = await sandbox.GetAsync("/v1/files?purpose=vision");
        var content = await sandbox.Http.GetStringAsync(new Uri(path + "/content", UriKind.Relative), sandbox.Cancellation);
        using var deleted = await sandbox.Http.DeleteAsync(new Uri(path, UriKind.Relative), sandbox.Cancellation);
        using var gone = await sandbox.Http.GetAsync(new Uri(path, UriKind.Relative), sandbox.Cancellation);

        Assert.Equal(10, (int)file["bytes"]!);
        Assert.Equal("in.jsonl", (string?)file["filename"]);
        Assert.NotEqual((string?)file["id"], (string?)again["id"]);
        Assert.Equal(2, list["data"]!.AsArray().Count);
        Assert.Empty(others["data"]!.AsArray());
        Assert.Equal("some bytes", content);
        Assert.Equal(200, (int)deleted.StatusCode);
        Assert.Equal(404, (int)gone.StatusCode);
    }

    [Fact]
    public async Task File_BeyondTheBound_ForgetsTheOldest()
    {
        await using var sandbox = await TestSandbox.StartAsync(options => options.MaxStoredObjects = 2);

        var ids = new List<string>();
        foreach (var text in new[] { "a", "b", "c" }) ids.Add((string)(await UploadAsync(sandbox, text))["id"]!);

        var list = await sandbox.GetAsync("/v1/files");
        Assert.Equal([ids[2], ids[1]], list["data"]!.AsArray().Select(file => (string)file!["id"]!));
    }

    [Fact]
    public async Task Batch_Polled_CompletesWithAnOutputFile()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var input = await UploadAsync(
            sandbox,
            $$$"""
            {"custom_id":"x","method":"POST","url":"/v1/chat/completions","body":{{{Requests.Chat("sandbox:echo one")}}}}
            {"custom_id":"y","method":"POST","url":"/v1/chat/completions","body":{"model":"sandbox"}}
            """);

        var created = await CreateAsync(sandbox, input);
        var path = $"/v1/batches/{(string?)created["id"]}";
        var running = await sandbox.GetAsync(path);
        var completed = await sandbox.GetAsync(path);
        var output = await sandbox.Http.GetStringAsync(
            new Uri($"/v1/files/{(string?)completed["output_file_id"]}/content", UriKind.Relative), sandbox.Cancellation);

        Assert.Equal("validating", (string?)created["status"]);
        Assert.Equal("in_progress", (string?)running["status"]);
        Assert.Equal("completed", (string?)completed["status"]);
        Assert.Equal(1, (int)completed["request_counts"]!["completed"]!);
        Assert.Equal(1, (int)completed["request_counts"]!["failed"]!);
        var lines = output.TrimEnd().Split('\n').Select(line => JsonNode.Parse(line)!).ToArray();
        Assert.Equal(["x", "y"], lines.Select(line => (string)line["custom_id"]!));
        Assert.Equal("one", (string?)lines[0]["response"]!["body"]!["choices"]![0]!["message"]!["content"]);
        Assert.Equal(400, (int)lines[1]["response"]!["status_code"]!);
    }

    [Fact]
    public async Task Batch_Cancelled_StaysSo()
    {
        await using var sandbox = await TestSandbox.StartAsync();
        var batch = await CreateAsync(sandbox, await UploadAsync(sandbox, "{}"));

        var cancelling = await sandbox.PostAsync($"/v1/batches/{(string?)batch["id"]}/cancel", "");
        var cancelled = await sandbox.GetAsync($"/v1/batches/{(string?)batch["id"]}");

        Assert.Equal("cancelling", (string?)cancelling["status"]);
        Assert.Equal("cancelled", (string?)cancelled["status"]);
    }

    [Fact]
    public async Task Batch_UnknownFile_Is400()
    {
        await using var sandbox = await TestSandbox.StartAsync();

        var (status, error) = await sandbox.FailAsync(
            "/v1/batches", """{"input_file_id":"file-none","endpoint":"/v1/chat/completions","completion_window":"24h"}""");

        Assert.Equal(400, status);
        Assert.Equal("input_file_id", (string?)error["error"]!["param"]);
    }

    private static Task<JsonNode> CreateAsync(TestSandbox sandbox, JsonNode file) => sandbox.PostAsync(
        "/v1/batches",
        $$"""{"input_file_id":"{{(string?)file["id"]}}","endpoint":"/v1/chat/completions","completion_window":"24h"}""");

    private static async Task<JsonNode> UploadAsync(TestSandbox sandbox, string content)
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("batch"), "purpose" },
            { new ByteArrayContent(Encoding.UTF8.GetBytes(content)), "file", "in.jsonl" },
        };
        using var response = await sandbox.Http.PostAsync(new Uri("/v1/files", UriKind.Relative), form, sandbox.Cancellation);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(sandbox.Cancellation))!;
    }
}
