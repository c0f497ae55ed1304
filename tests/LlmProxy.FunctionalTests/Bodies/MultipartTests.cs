using System.Net;
using System.Net.Http.Headers;
using System.Text;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.FunctionalTests.Tenancy;

namespace LlmProxy.FunctionalTests.Bodies;

public sealed class MultipartTests
{
    private const string Alias = "\"Aliases\": { \"fast\": \"whisper-large-v3-turbo\" }";

    [Theory]
    [InlineData("/v1/audio/transcriptions")]
    [InlineData("/v1/audio/translations")]
    [InlineData("/v1/images/edits")]
    [InlineData("/v1/images/variations")]
    public async Task Post_ModelBehindALargeFile_PicksTheClusterAndNoByteChanges(string path)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "other",
            ("other", "http://127.0.0.1:1/", "\"Provider\": \"openai-compatible\""),
            ("up", provider.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"whisper-*\" ]")));
        var form = Form("whisper-1");

        using var response = await PostAsync(gateway, path, form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("up", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal(path, provider.Last.Path);
        Assert.True(form.AsSpan().SequenceEqual(provider.Last.Body), "The form changed.");
        Assert.Equal("multipart/form-data; boundary=\"an edge\"", provider.Last.Header("Content-Type"));
    }

    [Fact]
    public async Task Post_Alias_ChangesThatFieldAlone()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: Alias);

        using var response = await PostAsync(gateway, "/v1/audio/transcriptions", Form("fast"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(Form("whisper-large-v3-turbo").AsSpan().SequenceEqual(provider.Last.Body), "More than the model changed.");
        Assert.Equal(provider.Last.Body.Length.ToString(System.Globalization.CultureInfo.InvariantCulture), provider.Last.Header("Content-Length"));
        Assert.Equal("whisper-large-v3-turbo", response.Headers.GetValues("x-llmproxy-model").Single());
    }

    [Fact]
    public async Task Post_TwoModels_Is400()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var form = new MultipartFormDataContent { { new StringContent("a"), "model" }, { new StringContent("b"), "model" } };

        using var response = await gateway.Client.PostAsync(new Uri("/v1/images/edits", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("duplicate_field", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData("\n")]
    [InlineData("\\")]
    public async Task Post_FormThatServersMayReadOtherwise_IsRefusedForAKeyOfCertainModels(string oddity)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await KeyedGateway.BeforeAsync(provider, scopes: "\"Models\": [ \"small\" ]");
        var form = oddity == "\n"
            ? "--b\nContent-Disposition: form-data; name=\"model\"\n\nlarge\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nsmall\r\n--b--\r\n"
            : "--b\r\nContent-Disposition: form-data; name=\"mo\\del\"\r\n\r\nlarge\r\n--b\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nsmall\r\n--b--\r\n";

        // The other key is for everything, so how its form is read does not matter.
        Assert.Equal((HttpStatusCode.BadRequest, "invalid_form"), await SendAsync(gateway, KeyedGateway.A, form));
        Assert.Empty(provider.Requests);
        Assert.Equal(HttpStatusCode.OK, (await SendAsync(gateway, KeyedGateway.B, form)).Status);
    }

    private static async Task<(HttpStatusCode Status, string? Code)> SendAsync(TestGateway gateway, string key, string form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/images/edits") { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(form)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=b");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        using var response = await gateway.Client.SendAsync(request);
        return (response.StatusCode, response.IsSuccessStatusCode ? null : await response.CodeAsync());
    }

    [Fact]
    public async Task Post_FormWithoutModel_GoesToTheDefault()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "image", "in.png" }, { new StringContent("a dune"), "prompt" } };

        using var response = await gateway.Client.PostAsync(new Uri("/v1/images/edits", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(await form.ReadAsByteArrayAsync(), provider.Last.Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Post_FormOverTheLimit_Is413(bool chunked)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, proxy: "\"Limits\": { \"MaxRequestBodyBytes\": 100000 }");

        using var response = await PostAsync(gateway, "/v1/audio/transcriptions", Form("whisper-1"), chunked);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
        Assert.Contains("\"request_too_large\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Post_ModelIsNoUtf8_Is400()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        var form = Form("ab");
        form[^"b\r\n--an edge--\r\n".Length] = 0xFF;

        using var response = await PostAsync(gateway, "/v1/audio/transcriptions", form);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("\"invalid_utf8\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    /// <summary>A form as a browser writes it, whose file holds all bytes there are, the boundary and the field's name among them.</summary>
    private static byte[] Form(string model)
    {
        using var form = new MemoryStream();
        void Write(string text) => form.Write(Encoding.UTF8.GetBytes(text));
        Write("--an edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"model.wav\"\r\nContent-Type: audio/wav\r\n\r\n");
        var noise = new byte[3_000_000];
        new Random(1).NextBytes(noise);
        form.Write(noise);
        Write("--an edge name=\"model\"\r\n\r\nfast\r\n-");
        Write("\r\n--an edge\r\nContent-Disposition: form-data; name=\"prompt\"\r\n\r\nfast\r\n");
        Write($"--an edge\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\n{model}\r\n--an edge--\r\n");
        return form.ToArray();
    }

    private static async Task<HttpResponseMessage> PostAsync(TestGateway gateway, string path, byte[] form, bool chunked = false)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(form) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse("multipart/form-data; boundary=\"an edge\"");
        request.Headers.TransferEncodingChunked = chunked;
        return await gateway.Client.SendAsync(request);
    }
}
