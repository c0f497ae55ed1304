using System.IO.Compression;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

public sealed class BadInputTests
{
    [Theory]
    [InlineData("{", "application/json", 400, "invalid_json", null)]
    [InlineData("", "application/json", 400, "empty_body", null)]
    [InlineData("[]", "application/json", 400, "invalid_json", null)]
    [InlineData("""{"messages":[]}""", "application/json", 400, "missing_model", "model")]
    [InlineData("""{"model":null,"messages":[]}""", "application/json", 400, "missing_model", "model")]
    [InlineData("""{"model":1,"messages":[]}""", "application/json", 400, "invalid_type", "model")]
    [InlineData("""{"model":"a","model":"b"}""", "application/json", 400, "duplicate_field", "model")]
    [InlineData("""{"model":"a"}""", "text/plain", 415, "unsupported_content_type", null)]
    [InlineData("""{"model":"a"}""", "application/json; charset=utf-16", 415, "unsupported_content_type", null)]
    [InlineData("""{"model":"nobody-has-this"}""", "application/json", 404, "model_not_found", "model")]
    public async Task Post_BadRequest_IsAnOpenAiErrorAndNeverReachesTheProvider(string body, string contentType, int status, string code, string? param)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(TwoClusters(provider.Address));
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        var error = await ErrorAsync(response);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(param, error.GetProperty("param").GetString());
        Assert.Equal("invalid_request_error", error.GetProperty("type").GetString());
        Assert.Equal("false", response.Headers.GetValues("x-should-retry").Single());
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Post_TooLarge_Is413(bool chunked)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 2000 }");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/chat/completions")
        {
            Content = new StringContent($$"""{"model":"m","x":"{{new string('x', 3000)}}"}""", Encoding.UTF8, "application/json"),
        };
        request.Headers.TransferEncodingChunked = chunked;

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Equal("request_too_large", (await ErrorAsync(response)).GetProperty("code").GetString());
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Post_GzipBomb_StopsAtTheLimit()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 100000 }");
        using var bomb = new MemoryStream();
        await using (var gzip = new GZipStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
            await gzip.WriteAsync(new byte[50_000_000]);
        Assert.InRange(bomb.Length, 1, 99_999);
        using var content = new ByteArrayContent(bomb.ToArray());
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add("gzip");

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("gzip", 400, "invalid_encoding")]
    [InlineData("deflate", 400, "invalid_encoding")]
    [InlineData("br", 400, "invalid_encoding")]
    [InlineData("zstd", 415, "unsupported_encoding")]
    public async Task Post_BodyIsNotWhatItsEncodingSays_IsRefused(string encoding, int status, string code)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var content = new StringContent("""{"model":"m"}""", Encoding.UTF8, "application/json");
        content.Headers.ContentEncoding.Add(encoding);

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal((HttpStatusCode)status, response.StatusCode);
        Assert.Equal(code, (await ErrorAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_BadMessagesRequest_IsAnAnthropicError()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync("/v1/messages", "{");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("error", json.RootElement.GetProperty("type").GetString());
        Assert.Equal("invalid_request_error", json.RootElement.GetProperty("error").GetProperty("type").GetString());
    }

    [Fact]
    public async Task Post_EndpointThatTheProviderLacks_Is400()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "anthropic");

        using var response = await gateway.PostAsync("/v1/responses", """{"model":"claude","input":"x"}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal("unsupported_endpoint", (await ErrorAsync(response)).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Post_NobodyListens_Is502AndTheGatewayLivesOn()
    {
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:1/"));
        for (var i = 0; i < 2; i++)
        {
            using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""");
            Assert.Equal(HttpStatusCode.BadGateway, response.StatusCode);
            Assert.Equal("connect_failed", (await ErrorAsync(response)).GetProperty("code").GetString());
        }
    }

    private static string TwoClusters(Uri provider) => TestGateway.Config(provider).Replace(
        "\"Models\": [ \"*\" ]", "\"Models\": [ \"a\" ]", StringComparison.Ordinal).Replace(
        "\"Clusters\": {", "\"Clusters\": { \"none\": { \"Destinations\": { \"s\": { \"Address\": \"sandbox:\" } }, \"Llm\": { \"Provider\": \"sandbox\" } },", StringComparison.Ordinal).Replace(
        "\"ClusterId\": \"up\"", "\"ClusterId\": \"none\"", StringComparison.Ordinal);

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("error").Clone();
    }
}
