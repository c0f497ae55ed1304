using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Metering;

public sealed class TokenBoundTests
{
    private const string Answer = """{"id":"c1","choices":[{"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}}""";
    private const string Cap = "\"Limits\": { \"MaxOutputTokens\": 100 }";

    [Theory]
    [InlineData(8, HttpStatusCode.OK)]
    [InlineData(7, HttpStatusCode.BadRequest)]
    public async Task Post_PromptOfEightTokens_IsHeldAgainstTheLimit(int limit, HttpStatusCode expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: $"\"Limits\": {{ \"MaxInputTokens\": {limit} }}");

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}""");

        Assert.Equal(expected, response.StatusCode);
        Assert.Equal(expected == HttpStatusCode.OK ? 1 : 0, provider.Requests.Count);
        if (expected == HttpStatusCode.OK)
            return;
        using var error = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        Assert.Equal("context_length_exceeded", error.RootElement.GetProperty("error").GetProperty("code").GetString());
        Assert.Contains("has 8 tokens", error.RootElement.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_LongPrompt_IsCountedNoFurtherThanItsLimit()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: "\"Limits\": { \"MaxInputTokens\": 1000 }");
        var words = string.Concat(Enumerable.Repeat(" Hello", 20_000));

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"gpt-4o","messages":[{"role":"user","content":"{{words}}"}]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("has more than 1000 tokens", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_PromptTooLong_CountsAsARequestAndTakesNoTokens()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(
            provider.Address, route: "\"Limits\": { \"MaxInputTokens\": 8, \"RequestsPerMinute\": 2, \"TokensPerMinute\": 1100, \"ConcurrentRequests\": 1 }");
        const string tooLong = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hello Hello"}]}""";
        const string fits = """{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}""";

        using var first = await gateway.PostAsync("/v1/chat/completions", tooLong);
        Assert.Equal(HttpStatusCode.BadRequest, first.StatusCode);
        Assert.Equal("1", first.Headers.GetValues("x-ratelimit-remaining-requests").Single());
        using var second = await gateway.PostAsync("/v1/chat/completions", fits);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        using var third = await gateway.PostAsync("/v1/chat/completions", tooLong);

        // The limit of requests goes before the length of the prompt.
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
        Assert.Single(provider.Requests);
    }

    [Theory]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":500}""", """{"model":"m","max_tokens":100}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":50}""", """{"model":"m","max_tokens":50}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_completion_tokens":500,"max_tokens":7}""", """{"model":"m","max_completion_tokens":100,"max_tokens":7}""")]
    [InlineData("/v1/chat/completions", """{"model":"m"}""", """{"model":"m","max_tokens":100}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":null}""", """{"model":"m","max_tokens":100}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":1e9}""", """{"model":"m","max_tokens":100}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":50.0}""", """{"model":"m","max_tokens":50.0}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","max_tokens":"9999"}""", """{"model":"m","max_tokens":100}""")]
    [InlineData("/v1/completions", """{"model":"m","prompt":"x"}""", """{"model":"m","prompt":"x","max_tokens":100}""")]
    [InlineData("/v1/responses", """{"model":"m","input":"x","max_output_tokens":101}""", """{"model":"m","input":"x","max_output_tokens":100}""")]
    [InlineData("/v1/responses", """{"model":"m","input":"x"}""", """{"model":"m","input":"x","max_output_tokens":100}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"x"}""", """{"model":"m","input":"x"}""")]
    public async Task Post_RouteWithCap_LowersOrStatesTheBound(string path, string request, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, route: Cap);
        using var response = await gateway.PostAsync(path, request);
        Assert.Equal(expected, provider.Last.Text);
    }

    [Fact]
    public async Task Post_OpenAiItself_IsToldByTheNewName()
    {
        await using var provider = await ScriptedProvider.StartAsync(Answer);
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "openai", llm: "\"ApiKey\": \"k\"", route: Cap);
        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"o3"}""");
        Assert.Equal("""{"model":"o3","max_completion_tokens":100}""", provider.Last.Text);
    }

    [Theory]
    [InlineData("""{"model":"claude-x","messages":[{"role":"user","content":"x"}],"max_tokens":500}""", 100)]
    [InlineData("""{"model":"claude-x","messages":[{"role":"user","content":"x"}],"max_tokens":50}""", 50)]
    [InlineData("""{"model":"claude-x","messages":[{"role":"user","content":"x"}]}""", 100)]
    [InlineData("""{"model":"claude-sonnet-4-20250514","messages":[{"role":"user","content":"x"}],"reasoning_effort":"high"}""", 100)]
    public async Task Post_TranslatedForAnthropic_IsCappedToo(string request, int expected)
    {
        await using var provider = await ScriptedProvider.StartAsync(
            """{"id":"m1","type":"message","role":"assistant","content":[{"type":"text","text":"x"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "anthropic", llm: "\"ApiKey\": \"k\"", route: Cap);
        using var response = await gateway.PostAsync("/v1/chat/completions", request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var sent = JsonDocument.Parse(provider.Last.Text);
        Assert.Equal(expected, sent.RootElement.GetProperty("max_tokens").GetInt32());
        Assert.False(sent.RootElement.TryGetProperty("thinking", out _));
    }

    [Fact]
    public async Task Post_AnthropicsOwnProtocol_IsCappedToo()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, kind: "anthropic", llm: "\"ApiKey\": \"k\"", route: Cap);
        using var response = await gateway.PostAsync("/v1/messages", """{"model":"claude-x","max_tokens":500,"messages":[]}""");
        Assert.Equal("""{"model":"claude-x","max_tokens":100,"messages":[]}""", provider.Last.Text);
    }
}
