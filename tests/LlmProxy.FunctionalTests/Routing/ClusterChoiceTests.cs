using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Routing;

public sealed class ClusterChoiceTests
{
    [Theory]
    [InlineData("gpt-4o-mini", "c")] // an exact name
    [InlineData("gpt-4o-2024-11-20", "b")] // the pattern with more letters
    [InlineData("gpt-3.5-turbo", "a")] // the same pattern twice: the route's own cluster
    [InlineData("qwen-3", "b")] // the same pattern twice, neither the route's own: the order of the configuration
    [InlineData("meta-llama/Llama-3.3-70B", "c")]
    [InlineData("GPT-4o-mini", "a")] // case matters, so this is no name that is listed: the route's own cluster
    [InlineData("nobody-lists-this", "a")]
    public async Task Post_Model_PicksTheCluster(string model, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(ThreeClusters(provider.Address));

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, response.Headers.GetValues("x-llmproxy-cluster").Single());
        Assert.Equal($"/{expected}/chat/completions", provider.Last.Path);
        Assert.Equal($"Bearer key-{expected}", provider.Last.Header("Authorization"));
        Assert.Equal(model, response.Headers.GetValues("x-llmproxy-model").Single());
    }

    [Fact]
    public async Task Post_RouteListsClusters_OthersAreOutOfReach()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        var config = ThreeClusters(provider.Address).Replace(
            """
            "Match": { "Path": "/v1/{**rest}" }, "Llm": {}
            """,
            """
            "Match": { "Path": "/v1/{**rest}" }, "Llm": { "Clusters": [ "b" ] }
            """,
            StringComparison.Ordinal);
        await using var gateway = await TestGateway.StartAsync(config);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"gpt-4o-mini","messages":[]}""");

        Assert.Equal("b", response.Headers.GetValues("x-llmproxy-cluster").Single());
    }

    [Theory]
    [InlineData("/v1/chat/completions", "invalid_request_error")]
    [InlineData("/v1/messages", "not_found_error")]
    public async Task Post_NobodyServesTheModel_Is404InTheClientsProtocol(string path, string type)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "practice",
            ("practice", "sandbox:", "\"Provider\": \"sandbox\""),
            ("a", provider.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"llama-*\" ]")));

        using var response = await gateway.PostAsync(path, """{"model":"gpt-4o","max_tokens":1,"messages":[]}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var error = await ErrorAsync(response);
        Assert.Equal(type, error.GetProperty("type").GetString());
        Assert.Contains("gpt-4o", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Contains("/v1/models", error.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Post_ClusterLacksItsKey_TheErrorNamesWhatIsMissing()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "practice",
            ("practice", "sandbox:", "\"Provider\": \"sandbox\""),
            ("a", provider.Address.ToString(), "\"Provider\": \"openai-compatible\", \"Models\": [ \"llama-*\" ]"),
            ("paid", provider.Address.ToString(), "\"Provider\": \"openai\", \"ApiKey\": \"${LLMPROXY_TEST_NEVER_SET}\", \"Models\": [ \"gpt-*\" ]")));

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"gpt-4o","messages":[]}""");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        var message = (await ErrorAsync(response)).GetProperty("message").GetString();
        Assert.Contains("'paid'", message, StringComparison.Ordinal);
        Assert.Contains("LLMPROXY_TEST_NEVER_SET", message, StringComparison.Ordinal);
        Assert.Empty(provider.Requests);
    }

    [Fact]
    public async Task Post_OnlyTheSandboxIsUsable_ItTakesEveryModel()
    {
        await using var gateway = await TestGateway.StartAsync(GatewayConfig.Of(
            "paid",
            ("paid", "https://api.openai.com/", "\"Provider\": \"openai\", \"ApiKey\": \"${LLMPROXY_TEST_NEVER_SET}\", \"Models\": [ \"gpt-*\" ]"),
            ("practice", "sandbox:", "\"Provider\": \"sandbox\", \"Models\": [ \"*\" ]")));

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("practice", response.Headers.GetValues("x-llmproxy-cluster").Single());
    }

    // A path in the address tells the clusters apart at the one provider.
    private static string ThreeClusters(Uri provider) => GatewayConfig.Of(
        "a",
        ("b", $"{provider}b", "\"Provider\": \"openai-compatible\", \"ApiKey\": \"key-b\", \"Models\": [ \"gpt-4o*\", \"qwen-*\", \"*llama*\" ]"),
        ("c", $"{provider}c", "\"Provider\": \"openai-compatible\", \"ApiKey\": \"key-c\", \"Models\": [ \"gpt-4o-mini\", \"gpt-*\", \"qwen-*\", \"meta-llama/*\" ]"),
        ("a", $"{provider}a", "\"Provider\": \"openai-compatible\", \"ApiKey\": \"key-a\", \"Models\": [ \"gpt-*\" ]"));

    private static async Task<JsonElement> ErrorAsync(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return json.RootElement.GetProperty("error").Clone();
    }
}
