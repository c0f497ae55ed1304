using System.IO.Compression;
using System.Net;
using System.Text;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

public sealed class PassThroughTests
{
    private const string Answer = """{"id":"chatcmpl-1","object":"chat.completion","model":"m-1","choices":[],"usage":{"prompt_tokens":3,"completion_tokens":2,"total_tokens":5}}""";

    [Theory]
    [InlineData("/v1/chat/completions", """{ "model" : "gpt-4o",  "messages":[{"role":"user","content":"h\u00e9llo — 世界"}], "x_future": {"a":[1.50, 1e3]} }""")]
    [InlineData("/v1/embeddings", """{"model":"e","input":["a","b"]}""")]
    [InlineData("/v1/completions", """{"model":"c","prompt":"x"}""")]
    [InlineData("/v1/responses", """{"model":"r","input":"x","store":false}""")]
    [InlineData("/v1/moderations", """{"input":"x"}""")]
    [InlineData("/v1/images/generations", """{"prompt":"x"}""")]
    [InlineData("/v1/batches", """{"input_file_id":"file-1","endpoint":"/v1/chat/completions","completion_window":"24h"}""")]
    [InlineData("/v1/fine_tuning/jobs", """{"model":"gpt-4o","training_file":"file-1"}""")]
    public async Task Post_NothingToChange_BodyAndAnswerAreByteIdentical(string path, string body)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
        Assert.Equal(body, provider.Last.Text);
        Assert.Equal(path, provider.Last.Path);
        Assert.Equal(Encoding.UTF8.GetByteCount(body).ToString(System.Globalization.CultureInfo.InvariantCulture), provider.Last.Header("Content-Length"));
    }

    [Theory]
    [InlineData("", "/v1/chat/completions")]
    [InlineData("v1", "/v1/chat/completions")]
    [InlineData("openai/v1/", "/openai/v1/chat/completions")]
    [InlineData("v1beta/openai", "/v1beta/openai/chat/completions")]
    public async Task Post_PathInTheAddress_ReplacesTheVersion(string addressPath, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(new Uri(provider.Address, addressPath));

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Path);
    }

    [Fact]
    public async Task Post_ProviderError_StatusBodyAndRetryHeadersPass()
    {
        const string error = """{"error":{"message":"slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}}""";
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "7";
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(error)).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: TestGateway.NoGate);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""");

        Assert.Equal(HttpStatusCode.TooManyRequests, response.StatusCode);
        Assert.Equal(error, await response.Content.ReadAsStringAsync());
        Assert.Equal("7", response.Headers.GetValues("Retry-After").Single());
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Post_EncodedRequest_ArrivesDecoded(string encoding)
    {
        const string body = """{"model":"m","messages":[]}""";
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var content = new ByteArrayContent(Encode(encoding, body));
        content.Headers.ContentType = new("application/json");
        content.Headers.ContentEncoding.Add(encoding);

        using var response = await gateway.Client.PostAsync(new Uri("/v1/chat/completions", UriKind.Relative), content);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(body, provider.Last.Text);
        Assert.Null(provider.Last.Header("Content-Encoding"));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("br")]
    [InlineData("deflate")]
    public async Task Post_AnswerEncodedUnasked_ReachesTheClientDecoded(string encoding)
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = encoding;
            return context.Response.Body.WriteAsync(Encode(encoding, Answer)).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"m","messages":[]}""", ("Accept-Encoding", "gzip"));

        Assert.Null(provider.Last.Header("Accept-Encoding"));
        Assert.Empty(response.Content.Headers.ContentEncoding);
        Assert.Equal(Answer, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Get_UnreadEndpoint_EncodingIsBetweenClientAndProvider()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.Headers.ContentEncoding = "gzip";
            return context.Response.Body.WriteAsync(Encode("gzip", "content")).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/v1/files/file-1/content");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "gzip");

        using var response = await gateway.Client.SendAsync(request);

        Assert.Equal("gzip", provider.Last.Header("Accept-Encoding"));
        Assert.Equal("gzip", response.Content.Headers.ContentEncoding.Single());
        Assert.Equal(Encode("gzip", "content"), await response.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Post_BinaryAnswer_PassesUnchanged()
    {
        var audio = new byte[300_000];
        new Random(1).NextBytes(audio);
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = "audio/mpeg";
            return context.Response.Body.WriteAsync(audio).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/audio/speech", """{"model":"tts-1","input":"x","voice":"alloy"}""");

        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(audio, await response.Content.ReadAsByteArrayAsync());
    }

    private static byte[] Encode(string encoding, string text)
    {
        using var output = new MemoryStream();
        using (Stream encoder = encoding switch
        {
            "gzip" => new GZipStream(output, CompressionMode.Compress),
            "br" => new BrotliStream(output, CompressionMode.Compress),
            _ => new ZLibStream(output, CompressionMode.Compress),
        })
        {
            encoder.Write(Encoding.UTF8.GetBytes(text));
        }

        return output.ToArray();
    }
}
