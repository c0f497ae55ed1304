using System.Net;
using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Tenancy;

/// <summary>What one tenant has stored, another cannot reach; the provider's account is one for both.</summary>
public sealed class ObjectTests
{
    [Theory]
    [InlineData("GET", "/v1/responses/resp_1", null)]
    [InlineData("DELETE", "/v1/responses/resp_1", null)]
    [InlineData("GET", "/v1/responses/resp_1/input_items", null)]
    [InlineData("POST", "/v1/responses", """{"model":"m","input":"x","previous_response_id":"resp_1"}""")]
    [InlineData("POST", "/v1/responses", """{"model":"m","input":"x","pr\u0065vious_response_id":"resp_2","previous_response_id":"resp_1"}""")]
    [InlineData("POST", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-own-b"}},{"type":"file","file":{"file_id":"resp_1"}}]}]}""")]
    [InlineData("POST", "/v1/chat/completions", """{"model":"m","messages":[{"role":"user","content":[{"type":"file","file":{"f\u0069le_id":"resp_1"}}]}]}""")]
    [InlineData("POST", "/v1/responses", """{"model":"m","input":[{"type":"item_reference","id":"resp_1"}]}""")]
    [InlineData("POST", "/v1/evals", """{"data_source":{"source":{"type":"responses","id":"resp\u005f1"}}}""")]
    [InlineData("GET", "/v1/files?call_id=resp_1", null)]
    [InlineData("GET", "/v1/vector_stores/resp_1", null)]
    [InlineData("GET", "/v1/something/resp_1/deeper", null)]
    [InlineData("GET", "/v1/responses%2Fresp_1", null)]
    [InlineData("GET", "/v1/vector_stores%252Fresp_1", null)]
    [InlineData("GET", "/v1/Vector_Stores/vs_short", null)]
    [InlineData("DELETE", "/v1/audio/voices/resp_1", null)]
    [InlineData("GET", "/v1/responses/resp_nobodys", null)]
    [InlineData("DELETE", "/v1/models/ft:gpt-4o:org::1", null)]
    public async Task Object_OfAnotherTenant_Is404(string method, string path, string? body)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"resp_1","object":"response"}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var made = await gateway.SendAsync("POST", "/v1/responses", KeyedGateway.A, """{"model":"m","input":"x"}""");
        Assert.Equal(HttpStatusCode.OK, made.StatusCode);
        using var response = await gateway.SendAsync(method, path, KeyedGateway.B, body);

        Assert.Equal(body is not null && body.Contains("pr\\u0065", StringComparison.Ordinal) ? HttpStatusCode.BadRequest : HttpStatusCode.NotFound, response.StatusCode);
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData(KeyedGateway.A, HttpStatusCode.OK)]
    [InlineData(KeyedGateway.B, HttpStatusCode.NotFound)]
    public async Task FormField_NamesAnObject_IsForItsTenantAlone(string key, HttpStatusCode expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"resp_1","object":"response"}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);
        using var made = await gateway.SendAsync("POST", "/v1/responses", KeyedGateway.A, """{"model":"m","input":"x"}""");
        using var form = new MultipartFormDataContent
        {
            { new StringContent("m"), "model" }, { new ByteArrayContent([1, 2, 3]), "image", "in.png" }, { new StringContent(" resp_1\n"), "reference" },
        };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/edits") { Content = form };
        request.Headers.Authorization = new("Bearer", key);

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 2 : 1, provider.Requests.Count);
    }

    [Theory]
    [InlineData("GET", "/v1/responses/resp_1", null)]
    [InlineData("GET", "/v1/responses/resp_1/input_items", null)]
    [InlineData("POST", "/v1/responses", """{"model":"m","input":"x","previous_response_id":"resp_1"}""")]
    public async Task Object_OfOnesOwn_IsReached(string method, string path, string? body)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"id":"resp_1","object":"response"}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var made = await gateway.SendAsync("POST", "/v1/responses", KeyedGateway.A, """{"model":"m","input":"x"}""");
        await made.Content.ReadAsStringAsync();
        using var response = await gateway.SendAsync(method, path, KeyedGateway.A, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Theory]
    [InlineData("/v1/threads/runs", """{"id":"run_1","thread_id":"thread_1"}""", "GET", "/v1/threads/thread_1")]
    [InlineData("/v1/uploads", """{"id":"upload_1","file":{"id":"file-1"}}""", "GET", "/v1/files/file-1")]
    [InlineData("/v1/fine_tuning/jobs", """{"id":"ftjob-1","result_files":["file-2"]}""", "GET", "/v1/files/file-2")]
    [InlineData("/v1/fine_tuning/jobs", """{"id":"ftjob-1","fine_tuned_model":"ft:m::1"}""", "DELETE", "/v1/models/ft:m::1")]
    [InlineData("/v1/responses", """{"id":"resp_1","output":[{"container_id":"cntr_1"}]}""", "GET", "/v1/containers/cntr_1")]
    [InlineData("/v1/chat/completions", """{"id":"chatcmpl-1","object":"chat.completion","choices":[]}""", "GET", "/v1/chat/completions/chatcmpl-1")]
    public async Task Object_NamedByOnesAnswer_IsOnesOwn(string made, string answer, string method, string path)
    {
        await using var provider = await ScriptedProvider.StartAsync(answer);
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var making = await gateway.SendAsync("POST", made, KeyedGateway.A, """{"model":"m","store":true,"input":"x","messages":[{"role":"user","content":"Hi"}]}""");
        await making.Content.ReadAsStringAsync();
        using var others = await gateway.SendAsync(method, path, KeyedGateway.B);
        using var own = await gateway.SendAsync(method, path, KeyedGateway.A);

        Assert.Equal(HttpStatusCode.NotFound, others.StatusCode);
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
        Assert.Equal(2, provider.Requests.Count);
    }

    [Fact]
    public async Task UnknownObject_WhereAllowed_GoesToTheDefault()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, more: "\"UnknownObjects\": \"Allow\"");

        using var plain = await gateway.SendAsync("GET", "/v1/files/file-before", KeyedGateway.A);
        using var escaped = await gateway.SendAsync("GET", "/v1/files/file-before%2Fcontent", KeyedGateway.A);

        Assert.Equal(HttpStatusCode.OK, plain.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, escaped.StatusCode);
    }

    [Theory]
    [InlineData("/v1/files")]
    [InlineData("/v1/batches")]
    [InlineData("/v1/vector_stores")]
    public async Task List_HoldsOnesOwnOnly(string path)
    {
        var number = 0;
        await using var provider = await ScriptedProvider.StartAsync(async (context, request) =>
        {
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(request.Method == "GET"
                ? """{"object":"list","data":[{"id":"obj_2"},{"id":"obj_old"},{"id":"obj_1"}],"first_id":"obj_2","last_id":"obj_1","has_more":false}"""
                : $$"""{"id":"obj_{{Interlocked.Increment(ref number)}}"}""");
        });
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        foreach (var key in new[] { KeyedGateway.A, KeyedGateway.B })
        {
            using var made = await gateway.SendAsync("POST", path, key, "{}");
            await made.Content.ReadAsStringAsync();
        }

        using var list = await gateway.SendAsync("GET", path, KeyedGateway.A);

        Assert.Equal(
            """{"object":"list","data":[{"id":"obj_1"}],"first_id":"obj_1","last_id":"obj_1","has_more":false}""",
            await list.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task List_ThatIsNoJson_IsNotPassedOn()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"data":[{"id":"file-of-another","filename":"secret"}""");
        await using var gateway = await KeyedGateway.BeforeAsync(provider);

        using var list = await gateway.SendAsync("GET", "/v1/files", KeyedGateway.A);

        Assert.Equal(HttpStatusCode.BadGateway, list.StatusCode);
        Assert.DoesNotContain("secret", await list.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_WithoutKeys_IsUntouched()
    {
        const string List = """{"data": [ {"id":"file-1"} ] }""";
        await using var provider = await ScriptedProvider.StartAsync(List);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var list = await gateway.SendAsync("GET", "/v1/files", null);

        Assert.Equal(List, await list.Content.ReadAsStringAsync());
    }
}
