using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Azure;

/// <summary>Clients that speak Azure's form of the paths, before providers that do not.</summary>
public sealed class AzureClientTests
{
    [Theory]
    [InlineData("""{"messages":[]}""", """{"messages":[],"model":"gpt-4o"}""")]
    [InlineData("""{ "messages": [] , "n":1 }""", """{ "messages": [] , "n":1 ,"model":"gpt-4o"}""")]
    [InlineData("{}", """{"model":"gpt-4o"}""")]
    [InlineData("""{"model":"gpt-4o","messages":[]}""", """{"model":"gpt-4o","messages":[]}""")]
    [InlineData("""{"model":"what-azure-ignores","messages":[]}""", """{"model":"gpt-4o","messages":[]}""")]
    public async Task Deployment_ProviderIsNoAzure_TheModelStandsInTheBody(string body, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: "\"ApiKey\": \"sk-cluster\"");

        using var response = await gateway.PostAsync(
            "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", body, ("api-key", "callers"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Text);
        Assert.Equal("/v1/chat/completions", provider.Last.Path);
        Assert.Equal("", provider.Last.Query);
        Assert.Null(provider.Last.Header("api-key"));
        Assert.Equal("Bearer sk-cluster", provider.Last.Header("Authorization"));
        Assert.Equal("gpt-4o", response.Headers.GetValues("x-llmproxy-model").Single());
    }

    [Theory]
    [InlineData("/openai/deployments/e/embeddings?api-version=2024-10-21", "/v1/embeddings")]
    [InlineData("/openai/deployments/e/embeddings?api-version=2024-10-21&x=%2F1", "/v1/embeddings?x=%2F1")]
    [InlineData("/openai/deployments/i/images/generations?API-Version=1", "/v1/images/generations")]
    [InlineData("/openai/responses?api-version=preview", "/v1/responses")]
    [InlineData("/openai/v1/responses", "/v1/responses")]
    [InlineData("/openai/v1/chat/completions?api-version=preview", "/v1/chat/completions")]
    public async Task Path_AnyAzureForm_IsThePlainOne(string path, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync(path, """{"model":"m","input":"x"}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Path + provider.Last.Query);
    }

    [Fact]
    public async Task Deployment_Form_TheModelBecomesAField()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var form = new MultipartFormDataContent("edge") { { new ByteArrayContent([0, 255, 13, 10]), "file", "a.wav" } };
        var sent = await form.ReadAsByteArrayAsync();

        using var response = await gateway.Client.PostAsync(
            new Uri("/openai/deployments/whisper/audio/transcriptions?api-version=2024-10-21", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/v1/audio/transcriptions", provider.Last.Path);
        Assert.Equal("--edge\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper\r\n"u8.ToArray().Concat(sent), provider.Last.Body);
    }

    [Fact]
    public async Task Deployment_FormWithAnotherModel_TheDeploymentCounts()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var form = new MultipartFormDataContent("edge") { { new StringContent("what-azure-ignores"), "model" } };
        var sent = await form.ReadAsStringAsync();

        using var response = await gateway.Client.PostAsync(
            new Uri("/openai/deployments/whisper/audio/transcriptions?api-version=2024-10-21", UriKind.Relative), form);

        Assert.Equal(sent.Replace("what-azure-ignores", "whisper", StringComparison.Ordinal), provider.Last.Text);
    }

    [Fact]
    public async Task Deployment_NameWithASlash_IsTheModel()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/openai/deployments/meta-llama%2FLlama-4/chat/completions", """{"messages":[]}""");

        Assert.Equal("""{"messages":[],"model":"meta-llama/Llama-4"}""", provider.Last.Text);
    }

    [Theory]
    [InlineData("/openai/deployments//chat/completions")]
    [InlineData("/openai/deployments/gpt-4o")]
    public async Task Deployment_PathIsIncomplete_Is404(string path)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync(path, "{}");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("unknown_url", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Deployment_StreamFromTheSandbox_EndsWithDone()
    {
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of("up", ("up", "sandbox:", "\"Provider\": \"sandbox\", \"Models\": [ \"*\" ]")));

        using var response = await gateway.PostAsync(
            "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21",
            """{"stream":true,"messages":[{"role":"user","content":"sandbox:echo Hello"}]}""");
        var body = await response.Content.ReadAsStringAsync();

        Assert.Contains("\"content\":\"Hello\"", body, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", body, StringComparison.Ordinal);
    }
}
