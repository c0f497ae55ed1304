using System.Net;
using System.Net.WebSockets;
using System.Text;
using LlmProxy.FunctionalTests.Support;

namespace LlmProxy.FunctionalTests.Routing;

public sealed class AliasTests
{
    private const string Aliases = "\"Models\": [ \"*\" ], \"Aliases\": { \"fast\": \"gpt-4o-mini-2024\", \"so \\\"called\\\"\": \"plain\" }";

    [Theory]
    [InlineData("""{"model":"fast","messages":[]}""", """{"model":"gpt-4o-mini-2024","messages":[]}""")]
    [InlineData("""{ "x" : {"model":"fast"}, "model" : "f\u0061st" , "messages":[ 1e3 ]}""", """{ "x" : {"model":"fast"}, "model" : "gpt-4o-mini-2024" , "messages":[ 1e3 ]}""")]
    [InlineData("""{"model":"so \"called\"","messages":[]}""", """{"model":"plain","messages":[]}""")]
    public async Task Json_OnlyTheModelsValueChanges(string body, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(Config(provider, "openai-compatible"));

        using var response = await gateway.PostAsync("/v1/chat/completions", body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Text);
    }

    [Fact]
    public async Task Form_OnlyTheFieldChanges()
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(Config(provider, "openai-compatible"));
        using var form = new MultipartFormDataContent("edge")
        {
            { new ByteArrayContent([0, 1, 2]), "file", "a.wav" },
            { new StringContent("fast"), "model" },
        };
        var sent = await form.ReadAsStringAsync();

        using var response = await gateway.Client.PostAsync(new Uri("/v1/audio/transcriptions", UriKind.Relative), form);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(sent.Replace("fast", "gpt-4o-mini-2024", StringComparison.Ordinal), provider.Last.Text);
        Assert.Equal(form.Headers.ContentType!.ToString(), provider.Last.Header("Content-Type"));
    }

    [Fact]
    public async Task Realtime_TheQueryIsRenamedAndTheRestOfItStays()
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var gateway = await TestGateway.StartAsync(Config(provider, "openai-compatible"));
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/v1/realtime", Query = "intent=a%20b&model=fast" }.Uri, CancellationToken.None);

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(provider.Last.Query);
        Assert.Equal("gpt-4o-mini-2024", query["model"]);
        Assert.Equal("a b", query["intent"]);
        Assert.Equal(2, query.Count);
    }

    [Theory]
    [InlineData("/openai/deployments/fast/chat/completions?api-version=2023-05-15", """{"messages":[]}""")]
    [InlineData("/v1/chat/completions", """{"model":"fast","messages":[]}""")]
    public async Task Azure_TheDeploymentInThePathIsRenamed(string path, string body)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.StartAsync(Config(provider, "azure-openai", ", \"ApiVersion\": \"2024-10-21\""));

        using var response = await gateway.PostAsync(path, body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("/openai/deployments/gpt-4o-mini-2024/chat/completions", provider.Last.Path);
        Assert.Equal("?api-version=2024-10-21", provider.Last.Query);
    }

    [Fact]
    public async Task Anthropic_TheTranslatedRequestBearsTheName()
    {
        await using var provider = await ScriptedProvider.StartAsync(
            """{"id":"msg_1","type":"message","role":"assistant","model":"gpt-4o-mini-2024","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}}""");
        await using var gateway = await TestGateway.StartAsync(Config(provider, "anthropic"));

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"fast","messages":[{"role":"user","content":"Hi"}]}""");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        using var sent = System.Text.Json.JsonDocument.Parse(Encoding.UTF8.GetBytes(provider.Last.Text));
        Assert.Equal("gpt-4o-mini-2024", sent.RootElement.GetProperty("model").GetString());
    }

    private static string Config(ScriptedProvider provider, string kind, string more = "") =>
        GatewayConfig.Of("up", ("up", provider.Address.ToString(), $"\"Provider\": \"{kind}\", \"ApiKey\": \"key\", {Aliases}{more}"));
}
