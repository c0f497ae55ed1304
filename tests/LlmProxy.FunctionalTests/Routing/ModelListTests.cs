using System.Net;
using System.Text.Json;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Routing;

public sealed class ModelListTests
{
    private const string OpenAis = """
        {"object":"list","data":[
          {"id":"gpt-4o","object":"model","created":1715367049,"owned_by":"system"},
          {"id":"whisper-1","object":"model","created":1677532384,"owned_by":"openai-internal"},
          {"id":"llama-3.3-70b","object":"model","created":1,"owned_by":"somebody"}]}
        """;

    private const string Anthropics = """
        {"data":[{"type":"model","id":"claude-sonnet-4-5","display_name":"Claude Sonnet 4.5","created_at":"2025-09-29T00:00:00Z"},
          {"type":"model","id":"other-1","display_name":"Other","created_at":"2025-09-29T00:00:00Z"}],
         "has_more":false,"first_id":"claude-sonnet-4-5","last_id":"claude-sonnet-4-5"}
        """;

    [Fact]
    public async Task List_SeveralProviders_IsWhatCallersCanUse()
    {
        await using var openai = await ScriptedProvider.StartAsync(OpenAis);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var json = await GetAsync(gateway, "/v1/models");

        Assert.Equal("list", json.RootElement.GetProperty("object").GetString());
        var models = json.RootElement.GetProperty("data").EnumerateArray().ToDictionary(model => model.GetProperty("id").GetString()!);
        // whisper-1 matches no pattern but goes to the default cluster, which has it; other-1 would go there too, and is not there.
        // llama-3.3-70b belongs to the cluster that lists it by name; fast and sonnet are aliases.
        Assert.Equal(["claude-sonnet-4-5", "fast", "gpt-4o", "llama-3.3-70b", "meta-llama/Llama-4", "sonnet", "whisper-1"], models.Keys.Order(StringComparer.Ordinal));
        Assert.All(models.Values, model => Assert.Equal("model", model.GetProperty("object").GetString()));
        Assert.Equal("system", models["gpt-4o"].GetProperty("owned_by").GetString());
        Assert.Equal(1715367049, models["gpt-4o"].GetProperty("created").GetInt64());
        Assert.Equal("local", models["llama-3.3-70b"].GetProperty("owned_by").GetString());
        Assert.Equal(1759104000, models["claude-sonnet-4-5"].GetProperty("created").GetInt64());
        Assert.Equal("key-anthropic", anthropic.Last.Header("x-api-key"));
        Assert.Equal("Bearer key-openai", openai.Last.Header("Authorization"));
        Assert.Equal("/v1/models", openai.Last.Path);
    }

    [Fact]
    public async Task List_ForAnthropicsSdk_IsInItsForm()
    {
        await using var openai = await ScriptedProvider.StartAsync(OpenAis);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var json = await GetAsync(gateway, "/v1/models", "anthropic-version");

        var root = json.RootElement;
        Assert.False(root.GetProperty("has_more").GetBoolean());
        Assert.Equal("claude-sonnet-4-5", root.GetProperty("first_id").GetString());
        Assert.Equal("whisper-1", root.GetProperty("last_id").GetString());
        var claude = root.GetProperty("data")[0];
        Assert.Equal("model", claude.GetProperty("type").GetString());
        Assert.Equal("Claude Sonnet 4.5", claude.GetProperty("display_name").GetString());
        Assert.Equal(new DateTimeOffset(2025, 9, 29, 0, 0, 0, TimeSpan.Zero), claude.GetProperty("created_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(401)]
    [InlineData(200)]
    public async Task List_AProviderFails_TheOthersAreListed(int status)
    {
        await using var openai = await ScriptedProvider.StartAsync("<html>not a list</html>", status);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var json = await GetAsync(gateway, "/v1/models");

        Assert.Equal(["claude-sonnet-4-5", "fast", "llama-3.3-70b", "meta-llama/Llama-4", "sonnet"], Ids(json));
    }

    [Fact]
    public async Task List_AskedAgain_ProvidersAreNot()
    {
        await using var openai = await ScriptedProvider.StartAsync(OpenAis);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var first = await GetAsync(gateway, "/v1/models");
        using var second = await GetAsync(gateway, "/v1/models");

        Assert.Equal(Ids(first), Ids(second));
        Assert.Single(openai.Requests);
    }

    [Theory]
    [InlineData("gpt-4o")]
    [InlineData("sonnet")]
    [InlineData("meta-llama/Llama-4")]
    [InlineData("meta-llama%2FLlama-4")] // as the SDKs write a name with a slash
    public async Task Get_OneModel_IsFound(string name)
    {
        await using var openai = await ScriptedProvider.StartAsync(OpenAis);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var json = await GetAsync(gateway, "/v1/models/" + name);

        Assert.Equal(Uri.UnescapeDataString(name), json.RootElement.GetProperty("id").GetString());
        Assert.Equal("model", json.RootElement.GetProperty("object").GetString());
    }

    [Fact]
    public async Task Delete_NameWithASlash_GoesUpAsItCame()
    {
        await using var openai = await ScriptedProvider.StartAsync("{}");
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var response = await gateway.Client.DeleteAsync(new Uri("/v1/models/ft%2Fmine%20100%25?force=a%2Fb", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/v1/models/ft%2Fmine%20100%25?force=a%2Fb", openai.Last.Path + openai.Last.Query);
    }

    [Theory]
    [InlineData(null, "invalid_request_error")]
    [InlineData("anthropic-version", "not_found_error")]
    public async Task Get_UnknownModel_Is404InTheClientsProtocol(string? header, string type)
    {
        await using var openai = await ScriptedProvider.StartAsync(OpenAis);
        await using var anthropic = await ScriptedProvider.StartAsync(Anthropics);
        await using var gateway = await TestGateway.StartAsync(Config(openai, anthropic));

        using var json = await GetAsync(gateway, "/v1/models/other-1", header, HttpStatusCode.NotFound);

        Assert.Equal(type, json.RootElement.GetProperty("error").GetProperty("type").GetString());
        Assert.Equal(header is not null, json.RootElement.TryGetProperty("type", out _));
    }

    private static string Config(ScriptedProvider openai, ScriptedProvider anthropic) => GatewayConfig.Of(
        "openai",
        ("openai", openai.Address.ToString(), "\"Provider\": \"openai\", \"ApiKey\": \"key-openai\", \"Models\": [ \"gpt-*\", \"llama*\" ], \"Aliases\": { \"fast\": \"gpt-4o-mini\" }"),
        ("anthropic", anthropic.Address.ToString(), "\"Provider\": \"anthropic\", \"ApiKey\": \"key-anthropic\", \"Models\": [ \"claude-*\" ], \"Aliases\": { \"sonnet\": \"claude-sonnet-4-5\" }"),
        // Nobody listens there; what it lists by name needs no asking.
        ("local", "http://127.0.0.1:1/", "\"Provider\": \"openai-compatible\", \"Models\": [ \"llama-3.3-70b\", \"meta-llama/Llama-4\" ]"),
        ("dead", "http://127.0.0.1:1/", "\"Provider\": \"openai-compatible\", \"Models\": [ \"dead-*\" ]"),
        ("keyless", "http://127.0.0.1:1/", "\"Provider\": \"openai\", \"ApiKey\": \"${LLMPROXY_TEST_NEVER_SET}\", \"Models\": [ \"secret-model\" ]"));

    private static IEnumerable<string> Ids(JsonDocument json) =>
        json.RootElement.GetProperty("data").EnumerateArray().Select(model => model.GetProperty("id").GetString()!);

    private static async Task<JsonDocument> GetAsync(TestGateway gateway, string path, string? header = null, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (header is not null)
            request.Headers.TryAddWithoutValidation(header, "2023-06-01");
        using var response = await gateway.Client.SendAsync(request);
        Assert.Equal(expected, response.StatusCode);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync());
    }
}
