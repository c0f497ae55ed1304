using System.Net;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Exchange;

public sealed class HeaderTests
{
    private const string Body = """{"model":"m","messages":[]}""";

    [Fact]
    public async Task Request_OnlyWhatConcernsTheProvider_GoesUp()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: "\"ApiKey\": \"sk-cluster\", \"Headers\": { \"X-Title\": \"team\" }");

        using var response = await gateway.PostAsync(
            "/v1/chat/completions", Body,
            ("Authorization", "Bearer sk-caller"), ("api-key", "caller"), ("x-api-key", "caller"), ("Cookie", "a=b"),
            ("X-Forwarded-For", "10.0.0.1"), ("Forwarded", "for=10.0.0.1"), ("Via", "1.1 proxy"), ("X-Real-IP", "10.0.0.1"),
            ("x-llmproxy-cluster", "forged"), ("x-sandbox-fault", "*=status:500"), ("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            ("baggage", "user=me"), ("OpenAI-Organization", "org-caller"), ("anthropic-beta", "x"), ("Connection", "X-Hop"), ("X-Hop", "1"),
            ("OpenAI-Beta", "assistants=v2"), ("X-Stainless-Lang", "js"), ("Idempotency-Key", "k"), ("User-Agent", "sdk/1"), ("X-Future", "yes"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        var received = provider.Last;
        string[] kept =
        [
            "api-key", "x-api-key", "Cookie", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "Forwarded", "Via", "X-Real-IP",
            "x-llmproxy-cluster", "x-sandbox-fault", "traceparent", "tracestate", "baggage", "Request-Id", "OpenAI-Organization", "anthropic-beta", "X-Hop",
        ];
        Assert.All(kept, name => Assert.Null(received.Header(name)));
        Assert.Equal("Bearer sk-cluster", received.Header("Authorization"));
        Assert.Equal("team", received.Header("X-Title"));
        Assert.Equal("assistants=v2", received.Header("OpenAI-Beta"));
        Assert.Equal("js", received.Header("X-Stainless-Lang"));
        Assert.Equal("k", received.Header("Idempotency-Key"));
        Assert.Equal("sdk/1", received.Header("User-Agent"));
        Assert.Equal("yes", received.Header("X-Future"));
        Assert.Equal(provider.Address.Authority, received.Header("Host"));
    }

    [Theory]
    [InlineData("Authorization", "Bearer sk-caller", "Bearer sk-caller")]
    [InlineData("api-key", "sk-caller", "Bearer sk-caller")]
    [InlineData("x-api-key", "sk-caller", "Bearer sk-caller")]
    public async Task Request_CallersCredential_GoesUpWhereTheClusterSaysSo(string name, string value, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, llm: "\"Credential\": \"Caller\"");

        using var response = await gateway.PostAsync("/v1/chat/completions", Body, (name, value), ("OpenAI-Organization", "org"));

        Assert.Equal(expected, provider.Last.Header("Authorization"));
        Assert.Equal("org", provider.Last.Header("OpenAI-Organization"));
    }

    [Fact]
    public async Task Request_NoKeyConfigured_SendsNoCredential()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Body, ("Authorization", "Bearer sk-caller"));

        Assert.Null(provider.Last.Header("Authorization"));
    }

    [Fact]
    public async Task Response_OnlyWhatConcernsTheCaller_ComesDown()
    {
        await using var provider = await ScriptedProvider.StartAsync((context, _) =>
        {
            var headers = context.Response.Headers;
            headers["x-request-id"] = "req_up";
            headers.SetCookie = "__cf_bm=1";
            headers["openai-organization"] = "org-secret";
            headers["x-ratelimit-remaining-requests"] = "7";
            headers["anthropic-ratelimit-requests-limit"] = "7";
            headers["x-llmproxy-cluster"] = "forged";
            headers["alt-svc"] = "h3";
            headers["openai-processing-ms"] = "12";
            headers["x-future"] = "yes";
            context.Response.ContentType = "application/json";
            return context.Response.Body.WriteAsync("{}"u8.ToArray()).AsTask();
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address);

        using var response = await gateway.PostAsync("/v1/chat/completions", Body, ("x-request-id", "mine"));

        string[] kept = ["Set-Cookie", "openai-organization", "x-ratelimit-remaining-requests", "anthropic-ratelimit-requests-limit", "alt-svc"];
        Assert.All(kept, name => Assert.False(response.Headers.Contains(name), name));
        Assert.Equal("req_up", response.Headers.GetValues("x-llmproxy-upstream-request-id").Single());
        Assert.Equal("mine", response.Headers.GetValues("x-request-id").Single());
        Assert.Equal("up", response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal("m", response.Headers.GetValues("x-llmproxy-model").Single());
        Assert.Equal("1", response.Headers.GetValues("x-llmproxy-attempts").Single());
        Assert.Equal("12", response.Headers.GetValues("openai-processing-ms").Single());
        Assert.Equal("yes", response.Headers.GetValues("x-future").Single());
        Assert.Matches("^[0-9A-HJKMNP-TV-Z]{26}$", response.Headers.GetValues("x-llmproxy-request-id").Single());
    }
}
