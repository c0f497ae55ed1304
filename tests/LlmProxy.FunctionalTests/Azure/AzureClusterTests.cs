using System.Net;
using System.Net.WebSockets;
using LlmProxy.FunctionalTests.Support;
using LlmProxy.Sandbox;

namespace LlmProxy.FunctionalTests.Azure;

public sealed class AzureClusterTests
{
    private const string Body = """{"model":"gpt-4o","messages":[]}""";
    private const string Versioned = "\"ApiKey\": \"azure-key\", \"ApiVersion\": \"2024-10-21\"";
    private const string V1 = "\"ApiKey\": \"azure-key\"";

    [Theory]
    [InlineData("/v1/chat/completions", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21")]
    [InlineData("/v1/embeddings", "/openai/deployments/gpt-4o/embeddings?api-version=2024-10-21")]
    [InlineData("/v1/images/generations", "/openai/deployments/gpt-4o/images/generations?api-version=2024-10-21")]
    [InlineData("/v1/audio/speech", "/openai/deployments/gpt-4o/audio/speech?api-version=2024-10-21")]
    [InlineData("/v1/responses", "/openai/responses?api-version=2024-10-21")]
    [InlineData("/v1/batches", "/openai/batches?api-version=2024-10-21")]
    [InlineData("/openai/deployments/gpt-4o/chat/completions?api-version=1999-01-01", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21")]
    [InlineData("/v1/chat/completions?x=1", "/openai/deployments/gpt-4o/chat/completions?x=1&api-version=2024-10-21")]
    public async Task DeploymentForm_Path(string path, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", Versioned);

        using var response = await gateway.PostAsync(path, Body, ("Authorization", "Bearer callers"));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Path + provider.Last.Query);
        Assert.Equal("azure-key", provider.Last.Header("api-key"));
        Assert.Null(provider.Last.Header("Authorization"));
    }

    [Theory]
    [InlineData("", "/v1/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("openai/v1", "/v1/chat/completions", "/openai/v1/chat/completions")]
    [InlineData("openai/v1/", "/v1/responses", "/openai/v1/responses")]
    [InlineData("", "/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21", "/openai/v1/chat/completions")]
    public async Task V1Form_Path(string addressPath, string path, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(new Uri(provider.Address, addressPath), "azure-openai", V1);

        using var response = await gateway.PostAsync(path, Body);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(expected, provider.Last.Path + provider.Last.Query);
        Assert.Equal(Body, provider.Last.Text);
        Assert.Equal("azure-key", provider.Last.Header("api-key"));
    }

    [Theory]
    [InlineData(Versioned)]
    [InlineData(V1)]
    public async Task Credential_EntraToken_IsABearer(string llm)
    {
        // The beginning of every JSON Web Token: {"
        const string token = "eyJhbGciOiJub25lIn0.e30.";
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", llm.Replace("azure-key", token, StringComparison.Ordinal));

        using var response = await gateway.PostAsync("/v1/chat/completions", Body);

        Assert.Equal("Bearer " + token, provider.Last.Header("Authorization"));
        Assert.Null(provider.Last.Header("api-key"));
    }

    [Theory]
    [InlineData("api-key", "callers-key", "api-key", "callers-key")]
    [InlineData("Authorization", "Bearer callers-key", "api-key", "callers-key")]
    [InlineData("Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.", "Authorization", "Bearer eyJhbGciOiJub25lIn0.e30.")]
    public async Task Credential_OfTheCaller_StandsWhereAzureReadsIt(string name, string value, string expectedName, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", "\"Credential\": \"Caller\"");

        using var response = await gateway.PostAsync("/v1/chat/completions", Body, (name, value));

        Assert.Equal(expected, provider.Last.Header(expectedName));
        Assert.Single(new[] { "api-key", "Authorization" }, header => provider.Last.Header(header) is not null);
    }

    [Theory]
    [InlineData("a/../../admin", "a%252F..%252F..%252Fadmin")]
    [InlineData("a?b#c", "a%3Fb%23c")]
    [InlineData("a%41", "a%2541")]
    [InlineData("größe 1", "gr%C3%B6%C3%9Fe%201")]
    public async Task DeploymentForm_OddModelName_StaysOneSegmentOfThePath(string model, string expected)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", Versioned);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[]}""");

        Assert.Equal($"/openai/deployments/{expected}/chat/completions", provider.Last.Path);
        Assert.Equal("?api-version=2024-10-21", provider.Last.Query);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public async Task DeploymentForm_ModelNameIsAStepInThePath_Is400(string model)
    {
        await using var provider = await ScriptedProvider.StartAsync("{}");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", Versioned);

        using var response = await gateway.PostAsync("/v1/chat/completions", $$"""{"model":"{{model}}","messages":[]}""");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Empty(provider.Requests);
    }

    [Theory]
    [InlineData(Versioned, "/openai/realtime", "deployment", "2024-10-21")]
    [InlineData(V1, "/openai/v1/realtime", "model", null)]
    public async Task Realtime_NamesTheModelAsTheFormWantsIt(string llm, string path, string parameter, string? version)
    {
        await using var provider = await ScriptedProvider.StartAsync(async (context, _) =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        });
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", llm);
        using var socket = new ClientWebSocket();

        await socket.ConnectAsync(
            new UriBuilder(gateway.Address) { Scheme = "ws", Path = "/openai/realtime", Query = "api-version=1&deployment=gpt-rt" }.Uri, CancellationToken.None);

        var query = Microsoft.AspNetCore.WebUtilities.QueryHelpers.ParseQuery(provider.Last.Query);
        Assert.Equal(path, provider.Last.Path);
        Assert.Equal("gpt-rt", query[parameter]);
        Assert.Equal(version, query.TryGetValue("api-version", out var sent) ? sent.ToString() : null);
        Assert.Equal("azure-key", provider.Last.Header("api-key"));
    }

    [Theory]
    [InlineData(Versioned)]
    [InlineData(V1)]
    public async Task Models_AreListedWhereTheFormHasThem(string llm)
    {
        await using var provider = await ScriptedProvider.StartAsync("""{"data":[{"id":"gpt-4o"}]}""");
        await using var gateway = await TestGateway.BeforeAsync(provider.Address, "azure-openai", llm);

        var list = await gateway.Client.GetStringAsync(new Uri("/v1/models", UriKind.Relative));

        Assert.Contains("\"gpt-4o\"", list, StringComparison.Ordinal);
        Assert.Equal(llm == V1 ? "/openai/v1/models" : "/openai/models?api-version=2024-10-21", provider.Last.Path + provider.Last.Query);
        Assert.Equal("azure-key", provider.Last.Header("api-key"));
    }

    [Fact]
    public async Task DeploymentForm_SandboxThatDemandsItsKeyAndVersion_Answers()
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RequireKey = "azure-key" });
        await using var gateway = await TestGateway.BeforeAsync(sandbox.Address, "azure-openai", Versioned);

        using var response = await gateway.PostAsync("/v1/chat/completions", """{"model":"gpt-4o","messages":[{"role":"user","content":"sandbox:echo Hello"}]}""");

        Assert.Contains("\"Hello\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal("gpt-4o", Assert.Single(sandbox.Requests.Snapshot()).Model);
    }
}
