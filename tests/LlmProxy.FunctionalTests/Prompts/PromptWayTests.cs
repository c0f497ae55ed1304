using LlmProxy.FunctionalTests.Support;
using Microsoft.AspNetCore.Http;

namespace LlmProxy.FunctionalTests.Prompts;

/// <summary>The ways by which a request gets under a prompt, in each protocol.</summary>
public sealed class PromptWayTests
{
    private const string Header = "x-llmproxy-prompt";
    private const string V1 = "---\nvariables: { city: { max_length: 40 } }\n---\nBe brief.\n{{role \"user\"}}\nWeather in {{city}}?";
    private const string Chat = """{"model":"m","messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather in Rome?"},{"role":"user","content":"Hi"}]}""";
    private const string Response = """{"model":"m","input":[{"role":"user","content":"Weather in Rome?"},{"role":"user","content":"Hi"}],"instructions":"Be brief."}""";
    private const string Messages = """{"model":"m","max_tokens":9,"messages":[{"role":"user","content":"Weather in Rome?"},{"role":"user","content":"Hi"}],"system":"Be brief."}""";
    private const string Completion = """{"model":"m","prompt":"Be brief.\n\nWeather in Rome?\n\nHi"}""";

    public static TheoryData<string, string, string> Protocols => new()
    {
        { "/v1/chat/completions", """ "model":"m","messages":[{"role":"user","content":"Hi"}] """, Chat },
        { "/v1/responses", """ "model":"m","input":"Hi" """, Response },
        { "/v1/messages", """ "model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}] """, Messages },
        { "/v1/completions", """ "model":"m","prompt":"Hi" """, Completion },
    };

    /// <summary>All but completions, whose own text has the object's name.</summary>
    public static TheoryData<string, string, string> WithObject => new()
    {
        { "/v1/chat/completions", """ "model":"m","messages":[{"role":"user","content":"Hi"}] """, Chat },
        { "/v1/responses", """ "model":"m","input":"Hi" """, Response },
        { "/v1/messages", """ "model":"m","max_tokens":9,"messages":[{"role":"user","content":"Hi"}] """, Messages },
    };

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Route_ItsPrompt_WrapsEveryRequest(string path, string members, string expected)
    {
        await using var gateway = await StartAsync(""" "Prompt": "weather", "PromptVariables": { "city": "Rome" } """, path);

        using var response = await gateway.Gateway.PostAsync(path, $"{{{members}}}");

        Assert.Equal(expected, gateway.Sent);
        Assert.Equal(["weather@v1"], response.Headers.GetValues(Header));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Header_WithVariablesInTheBody_Wraps(string path, string members, string expected)
    {
        if (path == "/v1/completions")
            members += """, "metadata": { "llmproxy_prompt_variables": { "city": "Rome" } } """;
        else
            members += """, "prompt": { "variables": { "city": "Rome" } } """;
        await using var gateway = await StartAsync("", path);

        using var response = await gateway.Gateway.PostAsync(path, $"{{{members}}}", (Header, "weather@v1"));

        Assert.Equal(expected, gateway.Sent);
        Assert.Equal(["weather@v1"], response.Headers.GetValues(Header));
        Assert.Null(gateway.Provider.Last.Header(Header));
    }

    [Theory]
    [MemberData(nameof(WithObject))]
    public async Task Body_PromptObject_WrapsAndDoesNotGoOn(string path, string members, string expected)
    {
        await using var gateway = await StartAsync("", path);

        await gateway.PostAsync(path, $$$"""{{{{members}}}, "prompt": { "id": "weather", "version": "v1", "variables": { "city": "Rome" } } }""");

        Assert.Equal(expected, gateway.Sent);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Metadata_Names_WrapAndDoNotGoOn(string path, string members, string expected)
    {
        await using var gateway = await StartAsync("", path);

        await gateway.PostAsync(path, $$$"""{{{{members}}}, "metadata": { "llmproxy_prompt": "weather@v1", "llmproxy_prompt_variables": { "city": "Rome" } } }""");
        Assert.Equal(expected, gateway.Sent);

        // As OpenAI's SDKs must write them: texts alone.
        await gateway.PostAsync(path, $$$"""{{{{members}}}, "metadata": { "llmproxy_prompt": "weather", "llmproxy_prompt_version": "v1", "llmproxy_prompt_variables": " {\"city\":\"Ro\\u006de\"}", "mine": "x" } }""");
        Assert.Equal(expected.Replace("Rome", "Ro\\u006de", StringComparison.Ordinal)[..^1] + ""","metadata":{"mine":"x"}}""", Ordered(gateway.Sent));
    }

    [Fact]
    public async Task Header_Stream_IsAnsweredAsAStream()
    {
        var provider = await ScriptedProvider.StartStreamAsync("data: {\"choices\":[{\"delta\":{\"content\":\"Hello\"}}]}\n\n", "data: [DONE]\n\n");
        await using var gateway = await PromptGateway.StartAsync(provider: provider, files: ("weather/v1", V1));

        using var response = await gateway.Gateway.PostAsync(
            "/v1/chat/completions", """{"model":"m","stream":true,"messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"weather","variables":{"city":"Rome"}}}""");
        var text = await response.Content.ReadAsStringAsync();

        Assert.Contains("Hello", text, StringComparison.Ordinal);
        Assert.EndsWith("data: [DONE]\n\n", text, StringComparison.Ordinal);
        Assert.Equal(["weather@v1"], response.Headers.GetValues(Header));
        Assert.StartsWith("""{"model":"m","stream":true,"messages":[{"role":"system","content":"Be brief."},{"role":"user","content":"Weather in Rome?"}""", gateway.Sent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Chat_AtAnAnthropicCluster_IsTranslatedWithThePrompt()
    {
        var provider = await ScriptedProvider.StartAsync("""{"id":"m","type":"message","role":"assistant","model":"claude","content":[{"type":"text","text":"Hello."}],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":2}}""");
        await using var gateway = await PromptGateway.StartAsync(provider: provider, kind: "anthropic", files: ("weather/v1", V1.Replace("---\nv", "---\nmax_tokens: 77\nv", StringComparison.Ordinal)));

        await gateway.PostAsync("/v1/chat/completions", """{"model":"claude-sonnet-4-5","max_tokens":500,"messages":[{"role":"user","content":"Hi"}],"prompt":{"id":"weather","variables":{"city":"Rome"}}}""");

        Assert.Contains("Be brief.", gateway.Sent, StringComparison.Ordinal);
        Assert.Contains("Weather in Rome?", gateway.Sent, StringComparison.Ordinal);
        Assert.Contains("\"max_tokens\":77", gateway.Sent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/v1/responses", """{"model":"m","input":"Hi","prompt":{"id":"pmpt_123","version":"2","variables":{"city":"Rome"}}}""")]
    [InlineData("/v1/chat/completions", """{"model":"m","messages":[],"prompt":{"id":"other"},"metadata":{"a":"b"}}""")]
    [InlineData("/v1/responses", """{"model":"m","input":"Hi","prompt":{"id":"pmpt_1","variables":{"city":"Rome"}},"metadata":{"a":"llmproxy_prompt"}}""")]
    [InlineData("/v1/embeddings", """{"model":"m","input":"Hi","prompt":{"id":"weather"},"metadata":{"llmproxy_prompt":"nobody"}}""")]
    public async Task Request_WithoutAPromptOfOurs_PassesUntouched(string path, string json)
    {
        await using var gateway = await StartAsync("", path);

        using var response = await gateway.Gateway.PostAsync(path, json);

        Assert.Equal(json, gateway.Sent);
        Assert.False(response.Headers.Contains(Header));
    }

    [Theory]
    [InlineData("/v1/embeddings", """{"model":"m","input":"Hi"}""")]
    [InlineData("/v1/messages/count_tokens", """{"model":"m","messages":[]}""")]
    public async Task Route_OtherEndpoints_AreNotConcerned(string path, string json)
    {
        await using var gateway = await StartAsync(""" "Prompt": "weather" """, path);

        using var response = await gateway.Gateway.PostAsync(path, json, (Header, "nobody"));

        Assert.False(response.Headers.Contains(Header));
        Assert.Equal(json, gateway.Sent);
    }

    /// <summary>The same with <c>metadata</c> at its end, wherever the gateway has put what was not there.</summary>
    private static string Ordered(string body)
    {
        const string Metadata = ",\"metadata\":{\"mine\":\"x\"}";
        return body.Replace(Metadata, "", StringComparison.Ordinal)[..^1] + Metadata + "}";
    }

    private static async Task<PromptGateway> StartAsync(string route, string path) => await PromptGateway.StartAsync(
        route, kind: path.StartsWith("/v1/messages", StringComparison.Ordinal) ? "anthropic" : "openai-compatible", provider: await ScriptedProvider.StartAsync((context, _) =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync(Answer(path));
        }), files: ("weather/v1", V1));

    private static string Answer(string path) => path switch
    {
        "/v1/responses" => """{"id":"r","object":"response","status":"completed","output":[{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hello."}]}],"usage":{"input_tokens":9,"output_tokens":2}}""",
        "/v1/messages" => """{"id":"m","type":"message","role":"assistant","content":[{"type":"text","text":"Hello."}],"stop_reason":"end_turn","usage":{"input_tokens":9,"output_tokens":2}}""",
        "/v1/completions" => """{"id":"c","object":"text_completion","choices":[{"index":0,"text":"Hello.","finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":2}}""",
        "/v1/embeddings" => """{"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1]}],"model":"m","usage":{"prompt_tokens":1,"total_tokens":1}}""",
        _ => PromptGateway.ChatAnswer,
    };
}
