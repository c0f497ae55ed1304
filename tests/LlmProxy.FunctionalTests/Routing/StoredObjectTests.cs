using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Routing;

/// <summary>An object is known to the provider that made it alone; <c>a</c> is the default cluster, <c>b</c> makes the objects.</summary>
public sealed class StoredObjectTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("GET", "/v1/responses/resp_b1")]
    [InlineData("GET", "/v1/responses/resp_b1/input_items?limit=2")]
    [InlineData("POST", "/v1/responses/resp_b1/cancel")]
    [InlineData("DELETE", "/v1/responses/resp_b1")]
    public async Task Response_MadeOnB_IsFoundThere(string method, string path)
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("""{"id":"resp_b1","object":"response","model":"b-1"}""");
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var made = await gateway.PostAsync("/v1/responses", """{"model":"b-1","input":"x"}""");
        await made.Content.ReadAsStringAsync();
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("b", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal(path, b.Last.Path + b.Last.Query);
        Assert.Empty(a.Requests);
    }

    [Theory]
    [InlineData("""{"model":"a-1","previous_response_id":"resp_b1","input":"x"}""")]
    [InlineData("""{"previous_response_id":"resp_b1","input":"x"}""")]
    [InlineData("""{"input":"x","model":"b-1","previous_response_id":"resp_b1"}""")]
    public async Task PreviousResponse_MadeOnB_PinsTheRequest(string body)
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("""{"id":"resp_b1","object":"response"}""");
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var made = await gateway.PostAsync("/v1/responses", """{"model":"b-1","input":"x"}""");
        await made.Content.ReadAsStringAsync();
        using var response = await gateway.PostAsync("/v1/responses", body);

        Assert.Equal("b", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal(body, b.Last.Text);
        Assert.Empty(a.Requests);
    }

    [Fact]
    public async Task Response_NeverSeen_GoesToTheDefault()
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var response = await gateway.Client.GetAsync(new Uri("/v1/responses/resp_unknown", UriKind.Relative));

        Assert.Equal("a", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Empty(b.Requests);
    }

    [Fact]
    public async Task Answer_NotYetEnded_ItsIdIsAlreadyKnown()
    {
        var fetched = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            context.Response.ContentType = "application/json";
            if (request.Method == "GET")
            {
                fetched.SetResult();
                await context.Response.WriteAsync("{}");
                return;
            }

            await context.Response.WriteAsync("""{"id":"resp_b2","object":"response",""");
            await context.Response.Body.FlushAsync();
            await fetched.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("\"status\":\"queued\"}");
        });
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var made = await gateway.PostAsync("/v1/responses", """{"model":"b-1","input":"x","background":true}""");
        await using var body = await made.Content.ReadAsStreamAsync();
        await body.ReadExactlyAsync(new byte[16]);
        using var response = await gateway.Client.GetAsync(new Uri("/v1/responses/resp_b2", UriKind.Relative));

        Assert.Equal("b", response.Headers.GetValues("x-llmproxy-cluster").Single());
    }

    [Fact]
    public async Task Stream_StillRunning_IsCancelledByItsId()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            if (request.Path.EndsWith("/cancel", StringComparison.Ordinal))
            {
                cancelled.SetResult();
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync("{}");
                return;
            }

            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("event: response.created\ndata: {\"type\":\"response.created\",\"sequence_number\":0,\"response\":{\"id\":\"resp_b3\",\"object\":\"response\",\"status\":\"in_progress\",\"model\":\"b-1\",\"output\":[]}}\n\n");
            await context.Response.Body.FlushAsync();
            await cancelled.Task.WaitAsync(Patience);
            await context.Response.WriteAsync("event: response.incomplete\ndata: {\"type\":\"response.incomplete\",\"sequence_number\":1,\"response\":{\"id\":\"resp_b3\",\"object\":\"response\",\"status\":\"incomplete\",\"model\":\"b-1\",\"output\":[]}}\n\n");
        });
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var stream = await gateway.PostAsync("/v1/responses", """{"model":"b-1","input":"x","stream":true}""");
        using var reader = new StreamReader(await stream.Content.ReadAsStreamAsync());
        Assert.Equal("event: response.created", await reader.ReadLineAsync());
        using var response = await gateway.PostAsync("/v1/responses/resp_b3/cancel", "");
        var rest = await reader.ReadToEndAsync();

        Assert.Equal("b", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Contains("event: response.incomplete", rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JobOfAnUnknownKind_MadeOnB_StaysThere()
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync("""{"id":"ftjob-b1","object":"fine_tuning.job"}""");
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var made = await gateway.PostAsync("/b/v1/fine_tuning/jobs", """{"training_file":"file-x"}""");
        await made.Content.ReadAsStringAsync();
        using var events = await gateway.Client.GetAsync(new Uri("/v1/fine_tuning/jobs/ftjob-b1/events", UriKind.Relative));

        Assert.Equal("/v1/fine_tuning/jobs/ftjob-b1/events", b.Last.Path);
        Assert.Empty(a.Requests);
    }

    [Fact]
    public async Task FileAndBatch_MadeOnB_StayThere()
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(request.Path == "/v1/batches" ? """{"id":"batch_b1","object":"batch"}""" : """{"id":"file-b1","object":"file"}""");
        });
        await using var gateway = await TestGateway.StartAsync(Config(a, b));
        using var form = new MultipartFormDataContent { { new StringContent("batch"), "purpose" }, { new ByteArrayContent("{}"u8.ToArray()), "file", "in.jsonl" } };

        // The route of b: a file names no model by which a cluster could be chosen.
        using var uploaded = await gateway.Client.PostAsync(new Uri("/b/v1/files", UriKind.Relative), form);
        await uploaded.Content.ReadAsStringAsync();
        using var content = await gateway.Client.GetAsync(new Uri("/v1/files/file-b1/content", UriKind.Relative));
        using var batch = await gateway.PostAsync("/v1/batches", """{"input_file_id":"file-b1","endpoint":"/v1/chat/completions","completion_window":"24h"}""");
        await batch.Content.ReadAsStringAsync();
        using var polled = await gateway.Client.GetAsync(new Uri("/v1/batches/batch_b1", UriKind.Relative));
        using var cancelled = await gateway.PostAsync("/v1/batches/batch_b1/cancel", "");

        Assert.All([uploaded, content, batch, polled, cancelled], response => Assert.Equal(HttpStatusCode.OK, response.StatusCode));
        Assert.Equal(
            ["/v1/files", "/v1/files/file-b1/content", "/v1/batches", "/v1/batches/batch_b1", "/v1/batches/batch_b1/cancel"],
            b.Requests.Select(request => request.Path));
        Assert.Empty(a.Requests);
    }

    [Theory]
    [InlineData("output_file_id")]
    [InlineData("error_file_id")]
    public async Task FileThatABatchWrote_IsReadWhereTheBatchIs(string field)
    {
        await using var a = await ScriptedProvider.StartAsync("{}");
        await using var b = await ScriptedProvider.StartAsync((context, request) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(request.Method == "POST"
                ? """{"id":"batch_b2","object":"batch","output_file_id":null,"error_file_id":null}"""
                : $$"""{"id":"batch_b2","object":"batch","{{field}}":"file-out"}""");
        });
        await using var gateway = await TestGateway.StartAsync(Config(a, b));

        using var made = await gateway.PostAsync("/b/v1/batches", """{"input_file_id":"file-in","endpoint":"/v1/chat/completions"}""");
        await made.Content.ReadAsStringAsync();
        await gateway.Client.GetStringAsync(new Uri("/v1/batches/batch_b2", UriKind.Relative));
        using var content = await gateway.Client.GetAsync(new Uri("/v1/files/file-out/content", UriKind.Relative));

        Assert.Equal("b", content.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Empty(a.Requests);
    }

    private static string Config(ScriptedProvider a, ScriptedProvider b) => GatewayConfig.Of(
        "a",
        ("a", a.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"a-*\" ]"),
        ("b", b.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"b-*\" ]"));
}
