using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Metering;

public sealed class TokenizeTests
{
    [Theory]
    [InlineData("""{"model":"gpt-4o","input":"Hello world"}""", """{"model":"gpt-4o","encoding":"o200k_base","tokens":2,"exact":true}""")]
    [InlineData("""{"encoding":"cl100k_base","input":"hello world","return_ids":true}""", """{"model":null,"encoding":"cl100k_base","tokens":2,"exact":true,"ids":[15339,1917]}""")]
    [InlineData("""{"encoding":"cl100k_base","input":["hello"," world"],"return_ids":true}""", """{"model":null,"encoding":"cl100k_base","tokens":2,"exact":true,"ids":[[15339],[1917]]}""")]
    [InlineData("""{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}""", """{"model":"gpt-4o","encoding":"o200k_base","tokens":8,"exact":true}""")]
    [InlineData("""{"model":"gpt-4o","input":[]}""", """{"model":"gpt-4o","encoding":"o200k_base","tokens":0,"exact":true}""")]
    public async Task Tokenize_Answers(string request, string expected)
    {
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:9"));
        using var response = await gateway.PostAsync("/v1/tokenize", request);
        Assert.Equal(expected, await response.Content.ReadAsStringAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task Tokenize_NoPublicTokenizer_IsAnEstimate()
    {
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:9"));
        using var response = await gateway.PostAsync("/v1/tokenize", """{"model":"claude-sonnet-4","input":"Hello world Hello world Hello"}""");
        // 5 tokens of o200k_base, at 1.2 each.
        Assert.Equal("""{"model":"claude-sonnet-4","encoding":null,"tokens":6,"exact":false}""", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("""{"input":"x"}""", "model")]
    [InlineData("""{"model":"gpt-4o","encoding":"cl100k_base","input":"x"}""", "encoding")]
    [InlineData("""{"encoding":"p100k","input":"x"}""", "encoding")]
    [InlineData("", null)]
    [InlineData("""{"model":"gpt-4o"}""", "input")]
    [InlineData("""{"model":"gpt-4o","input":"x","messages":[]}""", "input")]
    [InlineData("""{"model":"gpt-4o","input":[1]}""", "input")]
    [InlineData("""{"model":"gpt-4o","input":{"a":1}}""", "input")]
    [InlineData("""{"model":"gpt-4o","messages":"x"}""", "messages")]
    [InlineData("""{"model":"gpt-4o","messages":[],"return_ids":true}""", "return_ids")]
    [InlineData("""{"model":"claude-x","input":"x","return_ids":true}""", "return_ids")]
    [InlineData("""{"model":"gpt-4o","input":"x","return_ids":"yes"}""", "return_ids")]
    public async Task Tokenize_UnclearRequest_Is400(string request, string? param)
    {
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:9"));
        using var response = await gateway.PostAsync("/v1/tokenize", request);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal(param, error.RootElement.GetProperty("error").GetProperty("param").GetString());
    }

    [Theory]
    [InlineData(0, HttpStatusCode.OK)]
    [InlineData(1, HttpStatusCode.RequestEntityTooLarge)]
    public async Task Tokenize_Body_HasAtMostAMebibyte(int more, HttpStatusCode expected)
    {
        const string Frame = """{"model":"gpt-4o","input":""}""";
        await using var gateway = await TestGateway.BeforeAsync(new Uri("http://127.0.0.1:9"));
        var text = new string('x', (1024 * 1024) - Frame.Length + more);
        using var response = await gateway.PostAsync("/v1/tokenize", Frame.Insert(Frame.Length - 2, text));
        Assert.Equal(expected, response.StatusCode);
    }

    [Fact]
    public async Task CountTokens_ProviderWithoutIt_IsCountedHere()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);
        using var response = await gateway.PostAsync("/v1/messages/count_tokens", """{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}""");
        Assert.Equal("""{"input_tokens":8}""", await response.Content.ReadAsStringAsync());
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task CountTokens_Anthropic_IsTheProviders()
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"input_tokens":77}""");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "anthropic", llm: "\"ApiKey\": \"k\"");
        using var response = await gateway.PostAsync("/v1/messages/count_tokens", """{"model":"claude-x","messages":[{"role":"user","content":"Hello"}]}""");
        Assert.Equal("""{"input_tokens":77}""", await response.Content.ReadAsStringAsync());
        Assert.Single(provider.Requests);
    }
}
